"""Where webhooks may lead: the public internet by HTTPS, judged as they are saved and each time something is sent."""

import socket
from unittest.mock import patch

import pytest

from crm.api.webhooks import sending as work
from crm.api.webhooks.actions import queue
from crm.api.webhooks.forms import WebhookForm
from crm.api.webhooks.models import Sending, Webhook
from crm.api.webhooks.wording import outcome
from tests import make

# as it is written; what the message beside the field says
CLOSED = [
    ("http://example.com/x", "HTTPS address"),
    ("https://example.com:8443/x", "HTTPS address"),
    ("https://user:pw@example.com/x", "HTTPS address"),
    ("https://user@example.com/x", "HTTPS address"),
    ("ftp://example.com/", "HTTPS address"),
    ("file:///etc/passwd", "HTTPS address"),
    ("gopher://example.com/", "HTTPS address"),
    ("//example.com/", "HTTPS address"),
    ("https://", "HTTPS address"),
    ("javascript:alert(1)", "HTTPS address"),
    ("https://[::1", "HTTPS address"),
    ("https://127.0.0.1/", "not public"),
    ("https://127.1/", "not public"),
    ("https://2130706433/", "not public"),
    ("https://0.0.0.0/", "not public"),
    ("https://10.1.2.3/", "not public"),
    ("https://172.16.0.1/", "not public"),
    ("https://192.168.1.1/", "not public"),
    ("https://100.64.0.1/", "not public"),
    ("https://169.254.169.254/latest/meta-data/", "not public"),
    ("https://[::1]/", "not public"),
    ("https://[fe80::1]/", "not public"),
    ("https://[fd00::1]/", "not public"),
    ("https://[::ffff:10.0.0.1]/", "not public"),
    ("https://[::ffff:169.254.169.254]/", "not public"),
    ("https://[64:ff9b::a00:1]/", "not public"),
    ("https://localhost/", "not public"),
]


def leading(*addresses):
    """Every name leads there."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    return patch("socket.getaddrinfo", return_value=found)


def saved(client, url):
    return client.post("/settings/webhooks/new/", {"name": "Store", "url": url, "people": ["contact.*"]})


@pytest.fixture
def client(owner, client_for):
    return client_for(owner)


class TestSaving:
    def test_what_is_not_public_is_refused_beside_the_field(self, owner, client):
        for url, words in CLOSED:
            form = WebhookForm({"name": "Store", "url": url, "people": ["contact.*"]}, member=owner)
            assert not form.is_valid() and words in form.errors["url"][0], url
        assert saved(client, "https://10.0.0.1/").status_code == 422 and not Webhook.objects.exists()

    def test_nor_a_name_that_leads_inside_even_among_others(self, client):
        with leading("1.1.1.1", "10.0.0.1"):
            assert "not public" in str(saved(client, "https://hooks.example/").context["form"].errors["url"])

    def test_nor_one_that_nobody_has(self, client):
        with patch("socket.getaddrinfo", side_effect=socket.gaierror):
            assert "Check the spelling" in str(saved(client, "https://hooks.example/").context["form"].errors["url"])
        assert "HTTPS address" in str(saved(client, "https://a..example/").context["form"].errors["url"])

    def test_a_public_one_is_taken(self, client):
        with leading("1.1.1.1"):
            assert saved(client, "https://hooks.example/in?key=1").status_code == 200
        assert Webhook.objects.get().url == "https://hooks.example/in?key=1"

    @pytest.mark.parametrize(
        ("language", "words"),
        [("ar", "يقود هذا العنوان إلى شبكة غير عامة."), ("fa", "این نشانی به شبکه‌ای می‌رسد که همگانی نیست.")],
    )
    def test_in_the_readers_language(self, owner, client, language, words):
        owner.language = language
        owner.save()
        assert words in saved(client, "https://10.0.0.1/").content.decode()


class TestSending:
    """The same addresses, had they come into the table by another way, or come to lead elsewhere since."""

    def sent(self, hook, rep, run_due, url):
        Webhook.objects.update(url=url)
        make.contact("Noura", by=rep)
        run_due()
        return Sending.objects.get()

    def test_nobody_is_asked(self, receiver, hook, settings):
        settings.WEBHOOK_INSIDE = False
        for url, _words in CLOSED:
            Webhook.objects.update(url=url, rests_until=None)
            with patch("socket.create_connection") as met:
                work.send_waiting(queue(hook, None).pk)
            sending = Sending.objects.latest("pk")
            assert not met.called and (sending.state, sending.tries) == ("waiting", 1), url
            assert "public" in outcome(sending), url
            sending.delete()

    def test_a_name_that_leads_inside_by_now(self, receiver, hook, rep, run_due, settings):
        settings.WEBHOOK_INSIDE = False
        with leading("10.0.0.1"), patch("socket.create_connection") as met:
            sending = self.sent(hook, rep, run_due, "https://hooks.example/")
        assert not met.called and outcome(sending) == "The address leads into a network that is not public."

    def test_no_redirect_leads_inside(self, receiver, hook, rep, run_due):
        receiver.says, receiver.headers = 307, {"Location": "http://169.254.169.254/"}
        with patch.object(work.door, "post", wraps=work.door.post) as asked:
            sending = self.sent(hook, rep, run_due, receiver.url)
        assert asked.call_count == 1 and sending.status == 307 and "not followed" in outcome(sending)
