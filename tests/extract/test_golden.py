"""Each page of the made-up web gives the answer beside it: what a perfect reader would give, written by hand."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.demo import Web
from scraper.extract.block_fingerprint import fingerprint
from scraper.jobs.read_page import ReadTask, article_of
from scraper.models import Page
from scraper.present.as_row import row

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
SEED = PAGES.parent.parent.parent / "shared" / "seed"  # a developer's checkout may have it
NOTED = datetime(2026, 12, 31, tzinfo=UTC)  # after every page: a date to come is refused
SPACE = re.compile(r"\s+")

ANSWERS = sorted(PAGES.glob("*/*.json"))


def folded(value):
    """White space is folded, the two spellings of UTC are one; lists of objects stay lists."""
    if isinstance(value, str):
        return re.sub(r"(T[\d:.]+)Z$", r"\1+00:00", SPACE.sub(" ", value).strip())
    if isinstance(value, dict):
        return {key: folded(inner) for key, inner in value.items()}
    return [folded(inner) for inner in value] if isinstance(value, list | tuple) else value


def asked(found, wanted):
    """Of what was found, the keys that the answer has: an answer says only what is worth holding."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return {key: asked(found.get(key), inner) for key, inner in wanted.items()}
    if isinstance(wanted, list) and isinstance(found, list | tuple):
        rest = [asked(one, wanted[-1] if wanted else None) for one in found[len(wanted) :]]
        return [asked(one, inner) for one, inner in zip(found, wanted, strict=False)] + rest
    return found


def read(answer, file, content_type=None):
    known = frozenset(mark for text in answer.get("known", ()) if (mark := fingerprint(text)))
    url = answer.get("url") or answer.get("canonical_url") or f"http://{file.parent.name}/{file.name}"
    headers = {"content-type": content_type} if content_type else {}
    page = Page(url=url, final_url=url, headers=headers, body=file.read_bytes(), fetched_at=NOTED)
    found = row(article_of(ReadTask(page=page, known=known)))
    return {key: asked(found[key], wanted) for key, wanted in answer.items() if key != "known"}


@pytest.fixture(scope="module")
def types():
    """File -> the content type that its server gives."""
    web = Web()
    return {body: answer.type for answer in web.answers.values() for body in answer.bodies}


@pytest.mark.parametrize("path", ANSWERS, ids=[f"{path.parent.name}/{path.stem}" for path in ANSWERS])
def test_a_page_gives_its_answer(path, types):
    answer = json.loads(path.read_text("utf-8"))
    file = next(file for file in path.parent.glob(f"{path.stem}.*") if file.suffix != ".json")
    wanted = {key: value for key, value in answer.items() if key != "known"}
    assert folded(read(answer, file, types[file.read_bytes()])) == folded(wanted)


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed is not in this checkout")
@pytest.mark.parametrize("name", ["page.html", "page-no-metadata.html", "000_b12fb52fb809be5e.txt"])
def test_the_seed_gives_its_answer(name):
    file = SEED / name
    answer = json.loads(file.with_suffix(".json").read_text("utf-8"))
    address = "https://www.gzeromedia.com/gzero-daily/how-trump-affects-the-no-limits-china-russia-relationship"
    kind = "text/plain; charset=utf-8" if file.suffix == ".txt" else "text/html; charset=utf-8"
    assert folded(read(answer | {"url": address}, file, kind)) == folded(answer | {"url": address})


def test_what_no_table_knows_is_learnt_and_not_guessed():
    """Without the archive's knowledge the odd blocks stay in: it is learning that takes them out."""
    path = PAGES / "odd-almanac.example" / "frost-fair.json"
    answer = json.loads(path.read_text("utf-8"))
    found = read({key: answer[key] for key in ("url", "body_text")}, path.with_suffix(".html"))
    assert all(block in folded(found["body_text"]) for block in answer["known"])
