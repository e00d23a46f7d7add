"""Tokens: made once, shown once, good for what they say and no longer; and what a program is told that has none."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows import reauthentication
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from crm.api.actions import MOST, consume, issue_token, revoke_token
from crm.api.models import Token
from crm.api.views.records import RecordsOf
from crm.audit.models import Entry
from crm.events.models import Event
from crm.setup.members.actions import deactivate
from crm.tenants.models import PublicLink
from tests import make
from tests.conftest import MemberClient, TokenClient, out_of_scope

PEOPLE = "/api/v1/people/"


@pytest.fixture
def robot(rep):
    return TokenClient(rep)


def met(robot):
    return robot.get(PEOPLE).status_code


class TestTheKey:
    def test_only_its_hash_is_kept(self, robot):
        link = PublicLink.objects.get(kind="api")
        assert robot.key.startswith("wasl_") and robot.key.removeprefix("wasl_") not in str(link.__dict__)
        token = Token.objects.get()
        assert robot.key not in str(token.__dict__) and robot.key.startswith(token.beginning)
        assert not any(robot.key in str(entry.data) for entry in Entry.objects.all())

    @pytest.mark.parametrize("said", [None, "", "Bearer", "Bearer wasl_nonsense", "Basic d2FzbDo=", "Token x"])
    def test_without_one_there_is_nothing(self, robot, said):
        with out_of_scope():
            answer = Client().get(f"/acme{PEOPLE}", headers={"authorization": said} if said is not None else {})
        assert answer.status_code == 401 and answer["WWW-Authenticate"] == "Bearer"
        assert answer["Content-Type"] == "application/problem+json" and answer.json()["status"] == 401

    def test_a_session_opens_nothing_and_a_token_no_page(self, robot, rep):
        assert MemberClient(rep).get(PEOPLE).status_code == 401
        assert robot.get("/people/").status_code == 302

    def test_no_other_workspace_and_no_other_site(self, robot, outsider):
        robot.prefix = "/zenith"
        assert met(robot) == 404
        robot.prefix = "/acme"
        answer = robot.get(PEOPLE, headers={"origin": "https://elsewhere.example"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        with out_of_scope():
            assert robot.get("http://testserver/api/v1/people/").status_code == 404


class TestItsEnd:
    def test_revoked(self, robot, rep):
        assert met(robot) == 200
        revoke_token(Token.objects.get(), by=rep)
        assert met(robot) == 401 and not PublicLink.objects.filter(kind="api").exists()
        assert list(Event.objects.filter(record_type="token").values_list("kind", flat=True).order_by("pk")) == [
            "token.issued", "token.revoked",
        ]  # fmt: skip

    def test_expired(self, robot):
        PublicLink.objects.filter(kind="api").update(expires_at=timezone.now() - timedelta(seconds=1))
        assert met(robot) == 401

    def test_its_member_is_deactivated_and_has_none_when_they_come_back(self, robot, rep, owner):
        deactivate(rep, by=owner)
        assert met(robot) == 401
        consume(Event.objects.get(kind="member.deactivated"))
        assert not Token.objects.exists()

    def test_the_role_may_not_use_the_api_any_more(self, robot, rep):
        rep.role.rights = []
        rep.role.save()
        assert met(robot) == 403
        with pytest.raises(PermissionDenied):
            issue_token(name="Robot", scope="read", by=rep)

    def test_the_role_needs_a_second_step(self, robot, acme):
        acme.second_step_roles = ["rep"]
        acme.save()
        answer = robot.get(PEOPLE)
        assert answer.status_code == 403 and "second step" in answer.json()["detail"]


class TestWhatItMay:
    def test_one_for_reading_writes_nothing(self, rep):
        robot = TokenClient(rep, scope="read")
        pk = make.contact("Noura", by=rep).pk
        assert met(robot) == 200
        for answer in (
            robot.post(PEOPLE, {"name": "Sara"}), robot.patch(f"{PEOPLE}{pk}/", {}), robot.delete(f"{PEOPLE}{pk}/")
        ):  # fmt: skip
            assert answer.status_code == 403 and answer.json()["detail"] == "This token may only read."

    def test_its_use_is_noted_to_the_minute(self, robot):
        assert met(robot) == 200
        first = Token.objects.get().last_used_at
        assert timezone.now() - first < timedelta(minutes=1)
        assert met(robot) == 200 and Token.objects.get().last_used_at == first

    def test_too_many_requests_are_told_when_to_come_back(self, robot, settings):
        settings.PACES = {"api": ((60, 2),)}
        assert [met(robot), met(robot)] == [200, 200]
        answer = robot.get(PEOPLE)
        assert (answer.status_code, answer["Retry-After"], answer.json()["status"]) == (429, "60", 429)

    def test_a_member_has_so_many_and_no_more(self, owner):
        for _ in range(MOST):
            issue_token(name="Robot", scope="read", by=owner)
        with pytest.raises(ValidationError):
            issue_token(name="Robot", scope="read", by=owner)


class TestWhatItIsTold:
    def test_in_the_language_asked_for_else_in_the_members(self, robot, rep):
        rep.language = "fa"
        rep.save()
        words = [
            robot.get(f"{PEOPLE}999/", headers=said).json()["title"]
            for said in ({}, {"accept-language": "ar"}, {"accept-language": "en"})
        ]
        assert len(set(words)) == 3 and words[2].startswith("There is nothing here")

    @pytest.mark.parametrize(("sent", "status"), [
        ("{", 400), ("[]", 400), ("7", 400), ('{"name": NaN}', 400), ("[" * 100_000, 400),
    ])  # fmt: skip
    def test_a_body_that_is_no_object_is_refused(self, robot, sent, status):
        answer = robot.generic("POST", PEOPLE, sent, content_type="application/json")
        assert answer.status_code == status and answer.json()["title"] == "This cannot be understood."

    def test_other_bodies_methods_and_addresses(self, robot, settings):
        assert robot.post(PEOPLE, {"name": "Sara"}, content_type="multipart/form-data; boundary=x").status_code == 415
        assert robot.put(PEOPLE, "{}", content_type="application/json").status_code == 405
        assert robot.options(PEOPLE).status_code == 405
        for path in ("/api/v1/", "/api/v1/shoes/", "/api/v1/people/nonsense/", "/api/v2/people/"):
            assert robot.get(path).status_code == (302 if "v2" in path else 404), path
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
        assert robot.post(PEOPLE, {"name": "Sara Long"}).status_code == 413

    def test_a_fault_of_ours_is_json_too_and_leaves_no_trace(self, robot, rep, monkeypatch):
        def fail(self, request, slug):
            make.contact("Half", by=rep)
            raise RuntimeError("broken")

        monkeypatch.setattr(RecordsOf, "get", fail)
        robot.raise_request_exception = False
        answer = robot.get(PEOPLE)
        assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
        assert "broken" not in answer.content.decode() and not rep.__class__.objects.filter(name="Half").exists()


class TestPages:
    def test_a_token_is_shown_once(self, owner):
        client = MemberClient(owner)
        made = client.post("/settings/tokens/new/", {"name": "Website", "scope": "write", "days": "30"})
        key = made.context["key"]
        assert key in made.content.decode()
        page = client.get("/settings/tokens/").content.decode()
        assert "Website" in page and key not in page and key[:8] in page
        token = Token.objects.get()
        assert token.may_write and timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=31)

    def test_a_token_that_never_expires_is_asked_for_in_so_many_words(self, owner):
        client = MemberClient(owner)
        asked = client.get("/settings/tokens/new/").content.decode()
        assert "Only when it is revoked" in asked and "(optional)" not in asked
        assert "days" in client.post("/settings/tokens/new/", {"name": "Till", "scope": "read"}).context["form"].errors
        client.post("/settings/tokens/new/", {"name": "Till", "scope": "read", "days": "never"})
        assert Token.objects.get().expires_at is None

    def test_nothing_is_made_at_an_unlocked_screen(self, owner, monkeypatch):
        monkeypatch.setattr(reauthentication, "did_recently_reauthenticate", lambda request: False)
        client = MemberClient(owner)
        asked = client.get("/settings/tokens/new/")
        assert "/accounts/" in asked["Location"] and "next=%2Facme%2Fsettings%2Ftokens%2Fnew%2F" in asked["Location"]
        sent = client.post("/settings/tokens/new/", {"name": "Website", "scope": "write"})
        assert sent["Location"] == "/acme/settings/tokens/new/" and not Token.objects.exists()

    def test_who_runs_the_workspace_sees_and_revokes_all(self, robot, owner, rep):
        client = MemberClient(owner)
        assert rep.name in client.get("/settings/tokens/all/").content.decode()
        where = f"/settings/tokens/{robot.token.pk}/revocation/"
        assert "Revoke the token" in client.get(where).content.decode()
        assert client.post(where)["Location"] == "/acme/settings/tokens/all/"
        assert met(robot) == 401
        assert Entry.objects.filter(action="token.revoked", actor_id=owner.pk).exists()

    def test_nobody_revokes_a_colleagues(self, robot, manager):
        where = f"/settings/tokens/{robot.token.pk}/revocation/"
        assert MemberClient(manager).post(where).status_code == 404 and met(robot) == 200
