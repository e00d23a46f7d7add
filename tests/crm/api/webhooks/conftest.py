"""A company outside: a server that hears webhooks on a socket of this machine, and checks whose they are."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crm.api.webhooks.actions import create_webhook
from crm.api.webhooks.models import Webhook


class Conversation(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, self.headers, body))
        self.send_response(self.server.says)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        """Nothing: the test asks `seen`."""


class Receiver(ThreadingHTTPServer):
    """`says` and `headers` are its answer."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.seen, self.says, self.headers = [], 204, {}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/hooks?from=wasl"

    @property
    def told(self):
        """What it was sent so far."""
        return [json.loads(body) for _path, _headers, body in self.seen]

    def events(self):
        return [each["event"] for each in self.told]


def verified(secret, headers, body):
    """As docs/api.md has it, and not by code of ours."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(expected, headers["webhook-signature"])


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_INSIDE = True
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def hook(receiver, owner):
    """The owner's webhook of all that happens to contacts; `key` is its secret."""
    made, key = create_webhook(name="Warehouse", url=receiver.url, kinds=["contact.*"], by=owner)
    made.key = key
    return made


@pytest.fixture
def now():
    """The webhook as it stands."""
    return lambda: Webhook.objects.select_related("member").get()
