"""Cookie files row by row, and what a server may set for whom."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faults import FaultServer, a_fetcher, http, redirect, run
from program import ALLOW, article, inside, serving
from scraper.archive import Archive
from scraper.archive.store.schema_objects import declared
from scraper.errors import InputError
from scraper.fetch.cookie_file import load
from scraper.fetch.cookies import CookieChain
from scraper.fetch.fetch_settings import FetchSettings, SiteSettings
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.politeness import HostsInMemory
from scraper.urls import address

HEAD = "# Netscape HTTP Cookie File\n"
FAR = "4102444800"
KEPT_TRIGGER = declared()["captures_stay"].sql


def row(domain="site.example", below="FALSE", *, path="/", secure="FALSE", until=FAR, name="n", value="v"):
    return f"{domain}\t{below}\t{path}\t{secure}\t{until}\t{name}\t{value}"


def loaded(tmp_path, data):
    file = tmp_path / "cookies.txt"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return load(file)


SENT = [
    (row(), "http://site.example/", "n=v"),
    (row(until="0"), "http://site.example/", "n=v"),  # of a browser's session
    (row(until="-1"), "http://site.example/", "n=v"),
    (row(until=""), "http://site.example/", "n=v"),
    (row(until=FAR + ".5"), "http://site.example/", "n=v"),
    (f"#HttpOnly_{row(until='0')}", "http://site.example/", "n=v"),
    (f"#HttpOnly_{row('.site.example', 'TRUE')}", "http://www.site.example/", "n=v"),
    (row(".site.example", "TRUE"), "http://site.example/", "n=v"),
    (row("site.example", "TRUE"), "http://www.site.example/", "n=v"),
    (row(), "http://www.site.example/", None),
    (row(until="1000000000"), "http://site.example/", None),  # long past
    (row(secure="TRUE"), "http://site.example/", None),
    (row(secure="true"), "https://site.example/", "n=v"),
    (row(path="/a"), "http://site.example/b", None),
    (row(domain="Bücher.example"), "http://bücher.example/", "n=v"),
    (row(domain="localhost"), "http://localhost:8080/", "n=v"),
    (row(domain="127.0.0.1"), "http://127.0.0.1:8080/", "n=v"),
    (row(domain="::1"), "http://[::1]:8080/", "n=v"),
    (row(value=""), "http://site.example/", "n="),
    (row(value="").rstrip("\t"), "http://site.example/", "n="),
    (row(value="ä€"), "http://site.example/", "n=" + "ä€".encode().decode("latin-1")),
    (row() + "\r", "http://site.example/", "n=v"),
    ("# a comment\n\n" + row(), "http://site.example/", "n=v"),
]


@pytest.mark.parametrize(("rows", "url", "sent"), SENT)
def test_a_row_is_sent_where_it_belongs(tmp_path, rows, url, sent):
    cookies, faults = loaded(tmp_path, HEAD + rows)
    assert faults == []
    assert CookieChain(tuple(cookies)).header(address(url)) == sent


BAD = [
    ("site.example TRUE / FALSE 0 n v", "columns"),
    (row(below="maybe"), "neither TRUE nor FALSE"),
    (row(secure="1"), "neither TRUE nor FALSE"),
    (row(until="tomorrow"), "not a number of seconds"),
    (row(until="9e999"), "not a number of seconds"),
    (row(domain="a b"), "not a host name"),
    (row(domain=""), "not a host name"),
    (row(domain=".co.uk", below="TRUE"), "public suffix"),
    (row(value="a;b"), "no cookie may have"),
    (row(value="a\x07"), "no cookie may have"),
    (row(name=""), "no cookie may have"),
    (row() + "\tmore", "8 columns"),
]


@pytest.mark.parametrize(("bad", "why"), BAD)
def test_a_bad_row_costs_only_itself_and_is_told_with_its_line(tmp_path, bad, why):
    cookies, [fault] = loaded(tmp_path, f"{HEAD}{row(name='a')}\n{bad}\n{row(name='b', value='s3cret')}\n")
    assert [cookie.name for cookie in cookies] == ["a", "b"]
    assert "line 3" in fault
    assert why in fault
    assert "s3cret" not in fault


def test_bytes_that_are_no_text_cost_only_their_row(tmp_path):
    cookies, [fault] = loaded(
        tmp_path, f"{HEAD}{row(name='a')}\n".encode() + b"\xff\xfe\t\xe4\n" + row(name="b").encode()
    )
    assert [cookie.name for cookie in cookies] == ["a", "b"]
    assert fault.endswith("line 3 is not UTF-8; not sent")


def test_a_file_without_one_row_is_none(tmp_path):
    assert loaded(tmp_path, HEAD) == ([], [])
    assert loaded(tmp_path, (HEAD + row()).encode("utf-16"))[1] == []
    for data in ('[{"name": "a", "value": "s3cret"}]', b"\x00\xff\x00", "a\tb\n"):
        with pytest.raises(InputError, match="not a Netscape cookie file: line 1") as caught:
            loaded(tmp_path, data)
        assert "s3cret" not in str(caught.value)


def test_many_bad_rows_are_told_in_a_few_lines(tmp_path):
    _, faults = loaded(tmp_path, HEAD + row() + "\n" + "bad\n" * 50)
    assert len(faults) == 6
    assert "45 rows more" in faults[-1]


@settings(deadline=None)  # the first import of a table takes its time
@given(st.binary(max_size=200))
def test_no_file_makes_the_reader_raise_what_is_unknown(tmp_path_factory, data):
    try:
        cookies, faults = loaded(tmp_path_factory.getbasetemp(), HEAD.encode() + data)
    except InputError:
        return
    assert all(fault.isprintable() for fault in faults)
    CookieChain(tuple(cookies)).header(address("http://site.example/"))


def sent_after(lines, then, first="http://a.co.uk/"):
    chain = CookieChain(())
    chain.take(address(first), lines)
    return chain.header(address(then))


@pytest.mark.parametrize(
    ("line", "first", "then", "sent"),
    [
        ("s=1; Domain=co.uk", "http://a.co.uk/", "http://b.co.uk/", None),
        ("s=1; Domain=co.uk", "http://a.co.uk/", "http://a.co.uk/", None),
        ("s=1; Domain=.github.io", "http://me.github.io/", "http://you.github.io/", None),
        ("s=1; Domain=a.co.uk", "http://www.a.co.uk/", "http://b.a.co.uk/", "s=1"),
        ("s=1", "http://a.co.uk/", "http://b.a.co.uk/", None),
        ("s=1", "http://faß.example/", "http://fass.example/", None),
        ("s=1; Domain=fass.example", "http://faß.example/", "http://fass.example/", None),
        ("s=ä", "http://a.co.uk/", "http://a.co.uk/", "s=ä"),
        ("s=1\x01", "http://a.co.uk/", "http://a.co.uk/", None),
        ("s=1; Max-Age=99999999999999999999", "http://a.co.uk/", "http://a.co.uk/", "s=1"),
    ],
)
def test_a_server_sets_cookies_for_its_own_site(line, first, then, sent):
    assert sent_after((line,), then, first) == sent


@settings(deadline=None)  # the first import of a table takes its time
@given(st.lists(st.text(st.characters(max_codepoint=0xFF), max_size=60), max_size=3).map(tuple))
def test_no_cookie_of_a_server_raises(lines):
    sent = sent_after(tuple(f"s={line}" for line in lines), "http://a.co.uk/")
    assert sent is None or sent.encode("latin-1")


VALIDATORS = [
    ('"é"'.encode(), "Ünï 28".encode()),
    (b'"\xe9"', "sáb, 28 nov 2026 08:00:00 GMT".encode()),
    (b'"plain"', b"Sat, 28 Nov 2026 08:00:00 GMT"),
]


@pytest.mark.parametrize(("etag", "modified"), VALIDATORS)
def test_validators_come_back_byte_for_byte(etag, modified):
    async def go():
        fields = b"\r\nETag: %s\r\nLast-Modified: %s\r\n" % (etag, modified)
        answers = {"/page": http().replace(b"\r\n", fields, 1)}
        async with FaultServer(answers) as server, a_fetcher(server) as fetcher:
            page = await fetcher.fetch("http://site.example/page")
            await fetcher.fetch(
                "http://site.example/page", etag=page.headers["etag"], last_modified=page.headers["last-modified"]
            )
        return server.log[1].headers

    sent = run(go())
    assert sent["if-none-match"].encode("latin-1") == etag
    assert sent["if-modified-since"].encode("latin-1") == modified


@pytest.mark.parametrize("value", ["“quoted”", "a\nb", "\ud83d", "\x7f", " a", "x" * 9000])
def test_a_validator_that_no_field_can_hold_is_left_out(value):
    async def go():
        async with FaultServer({"*": http()}) as server, a_fetcher(server) as fetcher:
            await fetcher.fetch("http://site.example/page", etag=value, last_modified=value)
        return server.log[0].headers

    assert not {"if-none-match", "if-modified-since"} & set(run(go()))


@pytest.mark.parametrize("value", ["ä".encode(), b"\xe4", b'"\xf0\x9f\x8d\xaa"'])
def test_a_cookie_of_a_redirect_comes_back_byte_for_byte(value):
    async def go():
        answers = {"/page": redirect("/b", 302, "Set-Cookie: sid=?").replace(b"?", value), "/b": http()}
        async with FaultServer(answers) as server, a_fetcher(server) as fetcher:
            await fetcher.fetch("http://site.example/page")
        return server.log[1].headers["cookie"]

    assert run(go()).encode("latin-1") == b"sid=" + value


def test_what_a_person_types_is_sent_as_its_bytes():
    settings = {
        "user_agent": "Zürich/1 😀",
        "headers": (("X-Name", "naïve"), ("X-Raw", "caf\udce9"), ("X-Blank", " a ")),
    }

    async def go():
        async with FaultServer({"*": http()}) as server, a_fetcher(server, **settings) as fetcher:
            await fetcher.fetch("http://site.example/page")
        return server.log[0].headers

    sent = {name: value.encode("latin-1") for name, value in run(go()).items()}
    assert sent["user-agent"] == "Zürich/1 😀".encode()
    assert (sent["x-name"], sent["x-raw"], sent["x-blank"]) == ("naïve".encode(), b"caf\xe9", b"a")


@pytest.mark.parametrize(
    "settings",
    [{"user_agent": "a\nb"}, {"contact": "a\x00b"}, {"headers": (("X", "a\rb"),)}, {"headers": (("X:", "a"),)},
     {"headers": (("É", "a"),)}, {"sites": {"a.example": SiteSettings(headers=(("X", "a\x7f"),))}}],
)  # fmt: skip
def test_a_field_that_no_request_may_have_is_refused_before_any(settings):
    with pytest.raises(InputError, match="header"):
        Fetcher(FetchSettings(**settings), hosts=HostsInMemory())


FEED = """<rss version="2.0"><channel><title>T</title><item><title>One</title><link>{base}/one</link></item></channel></rss>"""
ODD = {"ETag": '"\xe9"', "Last-Modified": "s\xe1b, 28 nov 2026 08:00:00 GMT"}  # as servers send them that speak Spanish


def test_odd_validators_end_no_later_run(tmp_path):
    with serving() as site:
        kind = {"Content-Type": "application/rss+xml"}
        site.pages |= {
            "/one": (200, ODD, article("One")),
            "/feed": (200, ODD | kind, FEED.format(base=site.base).encode()),
        }
        inside(tmp_path, "feed", "add", "--no-check", f"{site.base}/feed")
        for _ in range(2):
            polled = inside(tmp_path, "feed", "poll", *ALLOW)
            assert polled.returncode == 0, polled.stderr
            fetched = inside(tmp_path, "fetch", f"{site.base}/one", "--max-age", "0s", *ALLOW, "--nl")
            assert fetched.returncode == 0, fetched.stderr
        asked = [fields.get("If-None-Match", "").encode("latin-1") for path, fields in site.visits if path == "/feed"]
    assert asked == [b"", b'"\xe9"']
    assert json.loads(fetched.stdout)["outcome"] == "same"


@pytest.mark.parametrize("etag", ['"\u201cquoted\u201d"', '"\ufffd"', '"é"', "", 5, None, "x" * 9000, "a\nb"])
def test_validators_that_older_programs_kept_do_no_harm(tmp_path, etag):
    with serving() as site:
        site.pages["/one"] = (200, {"ETag": '"a"'}, article("One"))
        inside(tmp_path, "fetch", f"{site.base}/one", *ALLOW)
        with Archive.open(tmp_path / "archive.db") as archive:
            archive.db.execute("DROP TRIGGER captures_stay")
            archive.db.execute("UPDATE captures SET headers = ?", (json.dumps({"etag": etag, "last-modified": etag}),))
            archive.db.execute(KEPT_TRIGGER)
        again = inside(tmp_path, "fetch", f"{site.base}/one", "--max-age", "0s", *ALLOW, "--nl")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["outcome"] == "same"
