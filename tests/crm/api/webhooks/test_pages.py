"""The settings page of webhooks."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows import reauthentication
from django.utils import timezone

from crm.api.webhooks.actions import pause
from crm.api.webhooks.models import Sending, Webhook
from crm.api.webhooks.queries import PAGE
from crm.events.actors import SYSTEM
from tests import make

HERE = "/settings/webhooks/"


@pytest.fixture
def client(owner, client_for):
    return client_for(owner)


def typed(receiver, **fields):
    return {"name": "Store", "url": receiver.url, "people": ["contact.created", "contact.deleted"], **fields}


class TestMaking:
    def test_the_secret_is_shown_once(self, receiver, client, rep, run_due):
        made = client.post(f"{HERE}new/", typed(receiver))
        secret, page = made.context["secret"], made.content.decode()
        assert secret.startswith("whsec_") and secret in page
        webhook = Webhook.objects.get()
        assert webhook.kinds == ["contact.created", "contact.deleted"] and secret not in str(webhook.__dict__)
        make.contact("Noura", by=rep)
        run_due()
        for path in (HERE, f"{HERE}{webhook.pk}/", f"{HERE}{webhook.pk}/edit/", f"{HERE}{webhook.pk}/secret/"):
            shown = client.get(path).content.decode()
            assert "Store" in shown and secret not in shown and webhook.secret not in shown

    def test_everything_of_a_type_goes_without_its_parts(self, receiver, client):
        client.post(f"{HERE}new/", typed(receiver, people=["contact.*", "contact.created"], deals=["deal.won"]))
        assert Webhook.objects.get().kinds == ["contact.*", "deal.won"]

    def test_one_that_would_send_nothing_is_refused(self, receiver, client):
        answer = client.post(f"{HERE}new/", typed(receiver, people=[]))
        assert answer.status_code == 422 and "Choose at least one event" in answer.content.decode()
        assert client.post(f"{HERE}new/", typed(receiver, people=["deal.won"])).status_code == 422

    def test_nothing_is_made_changed_or_shown_at_an_unlocked_screen(self, receiver, hook, client, monkeypatch):
        monkeypatch.setattr(reauthentication, "did_recently_reauthenticate", lambda request: False)
        for path in ("new/", f"{hook.pk}/edit/", f"{hook.pk}/secret/", f"{hook.pk}/resumption/"):
            assert "/accounts/" in client.get(HERE + path)["Location"]
            assert client.post(HERE + path, typed(receiver))["Location"] == f"/acme{HERE}{path}"
        assert Webhook.objects.get().secret == hook.secret


class TestOne:
    def test_what_it_sent_is_listed_and_sent_again(self, receiver, hook, client, rep, run_due):
        receiver.says = 500
        make.contact("Noura", by=rep)
        run_due()
        page = client.get(f"{HERE}{hook.pk}/").content.decode()
        assert "Contact: Created" in page and "It answered" in page and "Nothing has arrived since" in page
        receiver.says = 200
        where = f"{HERE}{hook.pk}/deliveries/{Sending.objects.get().pk}/again/"
        assert client.post(where)["Location"] == f"/acme{HERE}{hook.pk}/"
        run_due()
        page = client.get(f"{HERE}{hook.pk}/").content.decode()
        assert len(receiver.seen) == 2 and "Arrived" in page and "Nothing has arrived since" not in page

    def test_a_long_list_has_pages(self, hook, client):
        Sending.objects.bulk_create(Sending(webhook=hook, state="arrived", status=204) for _ in range(PAGE + 1))
        first = client.get(f"{HERE}{hook.pk}/")
        assert len(first.context["sendings"]) == PAGE
        assert len(client.get(f"{HERE}{hook.pk}/{first.context['more_url']}").context["sendings"]) == 1

    def test_a_test_is_sent_at_once_even_to_who_was_not_there(self, receiver, hook, client, run_due):
        Webhook.objects.update(rests_until=timezone.now() + timedelta(hours=1))
        client.post(f"{HERE}{hook.pk}/test/")
        run_due()
        assert receiver.events() == ["test"] and "Test" in client.get(f"{HERE}{hook.pk}/").content.decode()

    def test_it_is_changed(self, receiver, hook, client):
        asked = client.get(f"{HERE}{hook.pk}/edit/").context["form"]
        assert asked["url"].value() == hook.url and asked["people"].value() == ["contact.*"]
        answer = client.post(f"{HERE}{hook.pk}/edit/", typed(receiver, name="Barn"))
        assert answer["Location"] == f"/acme{HERE}{hook.pk}/"
        assert (Webhook.objects.get().name, Webhook.objects.get().secret) == ("Barn", hook.secret)
        assert client.post(f"{HERE}{hook.pk}/edit/", typed(receiver, url="https://10.0.0.1:99999/")).status_code == 422

    def test_it_is_paused_and_resumed(self, receiver, hook, client, now):
        client.post(f"{HERE}{hook.pk}/pause/")
        assert now().paused == "hand"
        page = client.get(f"{HERE}{hook.pk}/").content.decode()
        assert "Somebody paused it." in page and "Send a test" not in page
        client.post(f"{HERE}{hook.pk}/test/")
        assert not Sending.objects.exists()
        assert "of the records that you see" in client.get(f"{HERE}{hook.pk}/resumption/").content.decode()
        client.post(f"{HERE}{hook.pk}/resumption/")
        assert now().paused == ""

    def test_without_its_secret_it_stays_paused_and_says_so(self, hook, client, now):
        pause(hook, by=SYSTEM, why="secret")
        Webhook.objects.update(secret="nonsense")
        client.post(f"{HERE}{hook.pk}/resumption/")
        assert (
            now().paused == "secret" and "Make a new secret." in client.get(HERE[:-1] + f"/{hook.pk}/").content.decode()
        )

    def test_another_secret_is_shown_once(self, hook, client, now):
        assert "Make a new secret" in client.get(f"{HERE}{hook.pk}/secret/").content.decode()
        secret = client.post(f"{HERE}{hook.pk}/secret/").context["secret"]
        assert secret != hook.key and now().secret != hook.secret

    def test_it_is_deleted(self, hook, client):
        assert "Delete the webhook" in client.get(f"{HERE}{hook.pk}/removal/").content.decode()
        client.post(f"{HERE}{hook.pk}/removal/")
        assert not Webhook.objects.exists() and "No webhooks yet" in client.get(HERE).content.decode()

    @pytest.mark.parametrize("language", ["ar", "fa", "en"])
    def test_every_page_reads_in_every_language(self, receiver, hook, client, owner, rep, run_due, language):
        owner.language = language
        owner.save()
        receiver.says = 302
        make.contact("Noura", by=rep)
        run_due()
        for path in ("", "new/", f"{hook.pk}/", f"{hook.pk}/edit/", f"{hook.pk}/secret/", f"{hook.pk}/resumption/"):
            page = client.get(HERE + path)
            assert page.status_code == 200 and f'lang="{language}"' in page.content.decode()
