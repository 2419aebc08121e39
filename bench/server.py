"""A server on loopback in a process of its own.

Its CPU time is not that of the program under test.
"""

import contextlib
import multiprocessing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def _serve(page, asked, pipe):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            number = self.path.strip("/")
            body = page(int(number)) if number.isdecimal() else b""
            with asked.get_lock():
                asked.value += bool(body)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a killed client resets its connections
    pipe.send(server.server_port)
    server.serve_forever()


@contextlib.contextmanager
def serving(page):
    """Serve `page(number)` at /number; return the port and the shared count of pages given."""
    asked = multiprocessing.Value("i", 0)
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(
        target=_serve, args=(page, asked, theirs), daemon=True
    )
    server.start()
    try:
        yield ours.recv(), asked
    finally:
        server.kill()
        server.join()
