"""Read pages with one program, page by page: the other side of bench/page_cost.py.

Runs in the environment of that program, so it imports nothing of scraper's unless it is asked to. Pages
come on standard input, as a line of JSON and the bytes; for each, a line with the CPU time in ns and
the number of characters of the row goes to standard output.
"""

import importlib.metadata
import json
import socket
import sys
import time


def refuse(*_, **__):
    """Some programs would request the pictures of a page: no request is made here."""
    raise OSError("no network in a benchmark")


def of_scraper():
    from scraper.jobs.bulk.read_record import ReadOptions, RecordTask, answer_of
    from scraper.present.row_layout import json_line
    from scraper.sources.bulk_records import BulkRecord
    from scraper.workers.child import rarely_collecting

    options = ReadOptions()

    def read(url, data):
        record = BulkRecord(
            key="0", url=url, content=data, mime="text/html", fetched_at="2026-05-01T09:00:00Z"
        )
        with rarely_collecting():  # as in a worker
            answer = answer_of(options, RecordTask("bench", record))
            return json_line(answer.row or answer.failure)

    return read


def of_trafilatura():
    from trafilatura import bare_extraction

    def read(url, data):
        document = bare_extraction(data, url=url, with_metadata=True)
        return json.dumps(document.as_dict(), default=str) if document else "{}"

    return read


def of_readability():
    from readability import Document

    def read(url, data):
        document = Document(data.decode("utf-8", "replace"), url=url)
        return json.dumps({"title": document.title(), "html": document.summary()})

    return read


def of_newspaper():
    from newspaper import Article

    def read(url, data):
        article = Article(url, fetch_images=False)
        article.download(input_html=data.decode("utf-8", "replace"))
        article.parse()
        fields = ("title", "authors", "publish_date", "text", "top_image", "meta_lang", "tags")
        return json.dumps({name: getattr(article, name) for name in fields}, default=str)

    return read


READERS = {
    "scraper": of_scraper,
    "trafilatura": of_trafilatura,
    "readability-lxml": of_readability,
    "newspaper4k": of_newspaper,
}


def main(name):
    out = sys.stdout
    sys.stdout = sys.stderr  # what a library prints is no answer
    socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
    read = READERS[name]()
    print(importlib.metadata.version(name), file=out, flush=True)
    while line := sys.stdin.buffer.readline():
        page = json.loads(line)
        data = sys.stdin.buffer.read(page["size"])
        began = time.process_time_ns()
        try:
            made = len(read(page["url"], data))
        except Exception:  # noqa: BLE001 - a page that a program cannot read costs what it cost
            made = 0
        print(time.process_time_ns() - began, made, file=out, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
