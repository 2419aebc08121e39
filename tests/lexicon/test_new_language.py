"""A language or a content system that is only in TOML is read: no line of Python knows it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from scraper import lexicon

# What a made-up language (code "qx") and a made-up content system add, by table and section.
ADDED = {
    "bylines": {"before": "qx = 'zubnik ub'"},
    "roles": {"words": "qx = 'plimorta'"},
    "months": {"months": f"qx = '{' '.join(f'zemo{letter}' for letter in 'abcdefghijkl')}'"},
    "credits": {"labels": "qx = 'qlipso'"},
    "dates": {"published_metas": "madeup = 'madeup:firstout'"},
    "box_names": {"related": "madeup = 'wexlinks'"},
    "class_rules": {"state_fronts": "madeup = 'wexstate-'"},
    "site_names": {"metas": "madeup = 'madeup:sitename'", "fillers": "qx = 'gazubnik'"},
    "field_names": {"profile_paths": "qx = 'plimortu'"},
    "phrases_links": {"read_more": "qx = 'ublo qorim|qorim$'"},
    "walls": {"not_found_titles": "qx = 'velk urdet'"},
    "corrections": {"corrections": "qx = 'emblak'"},
    "small_words": {"Latin": "qx = 'ub vel urd oma qesh ilt'"},
}
PROGRAM = """
import json, sys
from pathlib import Path
from scraper import lexicon
lexicon.FOLDER = Path(sys.argv[1])
from scraper.lexicon import class_words, corrections, credit_words, date_words, introductions, languages, months, phrases, roles
from scraper.page import class_flags, metadata, site_name, survey
from scraper.page_kind import page_evidence
print(json.dumps({
    "bylines": introductions.strip("Zubnik ub Jane Roe"),
    "roles": "plimorta" in roles.ROLES,
    "months": months.number("Zemoc", "qx"),
    "credits": "qlipso" in credit_words.LABELS,
    "dates": "madeup:firstout" in date_words.PUBLISHED_METAS,
    "box_names": "wexlinks" in class_words.WORDS["related"],
    "class_rules": not class_flags.reasons("wexstate-sidebar"),
    "site_names": "madeup:sitename" in metadata.NAME_METAS and site_name.is_site("Courier Gazubnik", frozenset({"courier"})),
    "field_names": survey.PROFILE_PATH.search("/plimortu/jane-roe") is not None,
    "phrases_links": phrases.kind("Ublo qorim: the tunnel opens"),
    "walls": "velk urdet" in page_evidence.wall_words("not_found_titles"),
    "corrections": corrections.CORRECTION.match("Emblak: the tunnel is longer") is not None,
    "small_words": "qesh" in languages.words()["Latin"].get("qx", ()),
}))
"""


def answers(folder):
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(folder)], capture_output=True, check=True, text=True)
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path):
    """Copy the tables, as they are installed."""
    for path in lexicon.FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_a_made_up_language_is_read_from_toml_alone(folder):
    for table, sections in ADDED.items():
        path = folder / f"{table}.toml"
        text = path.read_text("utf-8")
        for section, entry in sections.items():
            assert text.count(f"\n[{section}]") == 1
            at = text.index("\n", text.index(f"\n[{section}]") + 1)
            text = f"{text[:at]}\n{entry}{text[at:]}"
        path.write_text(text, "utf-8")
    assert answers(folder) == {
        "bylines": ["Jane Roe", True],
        "roles": True,
        "months": 3,
        "credits": True,
        "dates": True,
        "box_names": True,
        "class_rules": True,
        "site_names": True,
        "field_names": True,
        "phrases_links": "read_more",
        "walls": True,
        "corrections": True,
        "small_words": True,
    }


def test_without_the_entries_nothing_of_it_is_known():
    assert not any(known for name, known in answers(lexicon.FOLDER).items() if name != "bylines")
    assert answers(lexicon.FOLDER)["bylines"] != ["Jane Roe", True]
