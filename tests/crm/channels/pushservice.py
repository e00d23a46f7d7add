"""A service of push as browsers' makers run one (RFC 8030), and the browser that it wakes: it opens what it gets with
its own keys, as no other can."""

import json
import secrets
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from http_ece import decrypt

from crm.lib.vapid import CURVE, to_text


class Conversation(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.seen.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.says)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        """Nothing: the test asks `seen`."""


class Browser:
    """A subscription and its secrets; `told` is what it has been told so far."""

    def __init__(self, service):
        self.service, self.path = service, f"/wake/{secrets.token_hex(8)}"
        self.private, self.secret = ec.generate_private_key(CURVE), secrets.token_bytes(16)
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.subscription = {
            "endpoint": f"http://127.0.0.1:{service.server_address[1]}{self.path}",
            "p256dh": to_text(point),
            "auth": to_text(self.secret),
        }

    @property
    def told(self):
        mine = [body for path, _headers, body in self.service.seen if path == self.path]
        return [json.loads(decrypt(body, private_key=self.private, auth_secret=self.secret)) for body in mine]


@contextmanager
def push_service():
    """`seen` collects (path, headers, body); `says` and `headers` are its answer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Conversation)
    server.seen, server.says, server.headers = [], 201, {}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
