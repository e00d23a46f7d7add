"""A website that somebody else runs: one answer to everything, as a test wants it."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Conversation(BaseHTTPRequestHandler):
    def do_GET(self):
        site = self.server
        site.seen.append((self.path, dict(self.headers)))
        self.send_response(site.says)
        for name, value in site.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in site.pieces:
            try:
                self.wfile.write(piece)
                self.wfile.flush()
            except OSError:
                site.hung_up.set()
                return
            time.sleep(site.pause)

    def log_message(self, *args):
        """Nothing: the test asks `seen`."""


@contextmanager
def website(*pieces, says=200, pause=0, **headers):
    """`seen` collects (path, headers); `url` is its address. `pieces` are sent one after the other."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Conversation)
    server.daemon_threads = True
    server.seen, server.says, server.headers, server.pieces, server.pause = [], says, headers, pieces, pause
    server.hung_up, server.url = threading.Event(), f"http://127.0.0.1:{server.server_address[1]}/logo.png"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
