"""The text format of Prometheus, read back by a small parser that takes nothing else."""

import pytest

from exposition import parsed
from scraper.present.prometheus import Gauge, gauge, text


@pytest.mark.parametrize("value", [0, 1, -3, 0.25, 1e9, 1_790_000_000.5, 10**15])
def test_numbers_come_back(value):
    assert parsed(text([gauge("one", "A value.", value)])) == {"scraper_one": ("A value.", {(): value})}


@pytest.mark.parametrize("label", ["", "plain", 'a "quoted" \\ one', "two\nlines", "{a,b}", "é"])
def test_labels_come_back(label):
    one = Gauge(
        name="one", meaning="Two\nlines \\ of it", samples=[({"a": label, "b": "x"}, 1), ({"a": "y", "b": ""}, 2)]
    )
    ((meaning, samples),) = parsed(text([one])).values()
    assert samples == {(("a", label), ("b", "x")): 1, (("a", "y"), ("b", "")): 2}
    assert meaning == r"Two\nlines \\ of it"


def test_a_gauge_without_samples_is_left_out():
    assert not list(text([Gauge(name="none", meaning="Nothing.", samples=[])]))


@pytest.mark.parametrize("wrong", ["scraper_x 1", "# HELP x y\nx 1\n", '# HELP x y\n# TYPE x gauge\nx{a="b} 1\n'])
def test_the_parser_refuses_what_is_wrong(wrong):
    with pytest.raises((ValueError, KeyError)):
        parsed([wrong])
