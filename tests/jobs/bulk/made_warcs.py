"""WARC files of the made-up pages, for tests of bulk runs in every engine."""

import gzip
from pathlib import Path

PAGES = Path(__file__).parents[3] / "fixtures" / "pages"
AT = "2026-05-01T09:00:00Z"


def made_pages(count):
    """So many of the made-up pages: address, bytes."""
    for number, path in enumerate(sorted(PAGES.rglob("*.html"))[:count]):
        yield f"https://paper{number % 5}.example/{path.stem}", path.read_bytes()


def warc_record(url, body, status=b"200 OK", kind=b"response"):
    """A record, packed by itself."""
    block = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\n\r\n%s" % (status, body)
    head = (
        b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Date: %s\r\nWARC-Target-URI: %s\r\nContent-Type: application/http\r\n"
        b"WARC-Payload-Digest: sha1:ABC\r\nContent-Length: %d\r\n\r\n"
    ) % (kind, AT.encode(), url.encode(), len(block))
    return gzip.compress(head + block + b"\r\n\r\n", 1)


def write_warcs(folder, *, count=12, files=3):
    """Write WARC files with pages, and with what is passed over, damaged or no article."""
    folder.mkdir(parents=True, exist_ok=True)
    members = [[] for _ in range(files)]
    for number, (url, body) in enumerate(made_pages(count)):
        members[number % files].append(warc_record(url, body))
    damaged = bytearray(warc_record("https://paper0.example/damaged", b"<html>"))
    damaged[-6] ^= 0xFF
    members[0] += [bytes(damaged), warc_record("https://paper1.example/gone", b"<html>", b"404 Not Found")]
    members[1].append(warc_record("https://paper2.example/", b"", kind=b"revisit"))

    for number, parts in enumerate(members):
        (folder / f"{number}.warc.gz").write_bytes(b"".join(parts))
    return folder
