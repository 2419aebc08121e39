"""Bodies are small in the archive, alone or against their site's base, and come out to the byte."""

from datetime import UTC, datetime

from scraper.models import Page

TEMPLATE = "".join(f'<link rel="x{n * n}" href="/assets/{n * 7919}.css"><div class="c{n * 31}">' for n in range(600))


def keep(archive, text, path, host="site.example"):
    url = f"https://{host}/{path}"
    body = text.encode()
    capture = archive.pages.keep(Page(url=url, final_url=url, body=body, fetched_at=datetime(2026, 3, 1, tzinfo=UTC)))
    assert archive.pages.load(capture).body == body
    return dict(archive.db.execute("SELECT * FROM bodies ORDER BY id DESC LIMIT 1").fetchone())


def story(n):
    return TEMPLATE + "".join(f"<p>Story {n * k} of {k + n} and {n * n + k * k}.</p>" for k in range(60))


def other(n):
    return "".join(f"<td width={k * k + n}>{k * 104729 % 9973}</td>\n" for k in range(3000))


def test_pages_of_one_template_are_stored_against_the_first(archive):
    first, *more = (keep(archive, story(n), n) for n in range(4))
    assert first["base_id"] is None
    assert {row["base_id"] for row in more} == {first["id"]}
    assert max(len(row["data"]) for row in more) < len(first["data"]) / 3


def test_a_page_unlike_its_site_starts_a_new_base(archive):
    keep(archive, story(1), 1)
    redesigned = keep(archive, other(2), 2)
    assert redesigned["base_id"] is None
    assert keep(archive, other(3), 3)["base_id"] == redesigned["id"]


def test_another_site_is_no_base(archive):
    keep(archive, story(1), 1)
    assert keep(archive, story(2), 2, host="other.example")["base_id"] is None


def test_a_visit_again_is_stored_against_the_first_visit(archive):
    first = keep(archive, story(1), 1)
    keep(archive, other(2), 2)
    again = keep(archive, story(1) + "<!-- rendered in 3 ms -->", 1)
    assert again["base_id"] == first["id"]
    assert len(again["data"]) < 200


def test_a_damaged_base_is_no_base_and_the_page_is_kept(archive):
    first = keep(archive, story(1), 1)
    archive.db.execute("UPDATE bodies SET data = x'00' WHERE id = ?", (first["id"],))
    assert keep(archive, story(2), 2)["base_id"] is None
