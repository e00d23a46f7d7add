"""A new SECRET_KEY: what the old one signed is believed as long as it stands in SECRET_KEY_FALLBACKS."""

import io

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.management import CommandError, call_command

from crm.api.webhooks.actions import create_webhook
from crm.api.webhooks.models import Webhook
from crm.api.webhooks.signing import opened
from tests import make

OLD, NEW = "the key that was", "the key that is"


@pytest.fixture
def signed(settings, rep, client_for):
    """(a signed-in browser, a password link's token, a signed value) from the time of the old key."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    rep.user.set_password(make.PASSWORD)
    rep.user.save()
    return client_for(rep), default_token_generator.make_token(rep.user), signing.dumps({"a": 1})


def status(client):
    return client.get("/people/").status_code


def test_sessions_links_and_signatures_outlive_the_change(settings, signed, rep):
    client, token, value = signed
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert status(client) == 200
    rep.user.refresh_from_db()
    assert default_token_generator.check_token(rep.user, token) and signing.loads(value) == {"a": 1}


def test_a_session_is_moved_to_the_new_key_as_it_is_used(settings, signed):
    client, _token, _value = signed
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert status(client) == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert status(client) == 200


def test_without_the_old_key_everybody_signs_in_again(settings, signed, rep):
    client, token, value = signed
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    assert status(client) == 302
    assert not default_token_generator.check_token(rep.user, token)
    with pytest.raises(signing.BadSignature):
        signing.loads(value)


class TestSecondFactors:
    """Their secrets are stored encrypted: `rekey` lets the old key go."""

    @pytest.fixture
    def factors(self, settings, rep):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
        box = get_adapter()
        made = {"totp": {"secret": box.encrypt("JBSWY3DP")}, "recovery_codes": {"seed": box.encrypt("seed")}}
        made["recovery_codes"]["migrated_codes"] = [box.encrypt("one"), box.encrypt("two")]
        made["webauthn"] = {"name": "Phone", "credential": {}}
        for kind, data in made.items():
            Authenticator.objects.create(user=rep.user, type=kind, data=data)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    def opened(self):
        box, found = get_adapter(), {each.type: each.data for each in Authenticator.objects.all()}
        codes = [box.decrypt(code) for code in found["recovery_codes"]["migrated_codes"]]
        return box.decrypt(found["totp"]["secret"]), box.decrypt(found["recovery_codes"]["seed"]), codes

    def test_they_open_with_the_new_key_alone_afterwards(self, settings, factors):
        call_command("rekey", stdout=(out := io.StringIO()))
        settings.SECRET_KEY_FALLBACKS = []
        assert self.opened() == ("JBSWY3DP", "seed", ["one", "two"])
        assert "2 second factors" in out.getvalue()

    def test_without_it_they_need_the_old_key(self, settings, factors):
        assert self.opened()[0] == "JBSWY3DP"
        settings.SECRET_KEY_FALLBACKS = []
        with pytest.raises(InvalidToken):
            self.opened()

    def test_a_key_that_is_gone_already_changes_nothing_and_says_so(self, settings, factors):
        settings.SECRET_KEY_FALLBACKS = []
        before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
        with pytest.raises(CommandError, match="a key that is not here"):
            call_command("rekey")
        assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before


class TestWebhooks:
    """Their secrets are sealed as well, for each message is signed with them."""

    @pytest.fixture
    def secret(self, settings, owner):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
        _webhook, secret = create_webhook(name="Store", url="https://hooks.example/", kinds=["contact.*"], by=owner)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
        return secret

    def test_they_open_with_the_new_key_alone_afterwards(self, settings, secret):
        call_command("rekey", stdout=(out := io.StringIO()))
        settings.SECRET_KEY_FALLBACKS = []
        assert opened(Webhook.objects.get().secret) == secret and "1 webhooks" in out.getvalue()

    def test_a_key_that_is_gone_already_is_named_unless_the_webhook_waits_for_a_new_secret(self, settings, secret):
        settings.SECRET_KEY_FALLBACKS = []
        with pytest.raises(CommandError, match="a key that is not here"):
            call_command("rekey")
        Webhook.objects.update(paused="secret")
        call_command("rekey", stdout=io.StringIO())
