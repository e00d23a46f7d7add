"""What somebody who was invited meets behind the link."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from crm.access.models import Role
from crm.channels.models import Message
from crm.setup.invitations.actions import invite, revoke
from crm.setup.invitations.models import Invitation
from crm.tenants.models import Member, User
from tests import make


@pytest.fixture
def invitation(owner, team):
    return invite(email="guest@example.com", role=Role.objects.get(key="rep"), team=team, language="en", by=owner)


@pytest.fixture
def path(invitation):
    return re.search(r"http://testserver(/acme/join/\S+)", Message.objects.get().text).group(1)


def sign_up(visitor, path, **values):
    return visitor.post(path, {"name": "Ghazal Guest", "password": make.PASSWORD} | values)


def test_a_newcomer_gives_a_name_and_a_password_and_is_in(visitor, path, team):
    page = visitor.get(path).content.decode()
    assert "Join <bdi>Acme</bdi>" in page
    assert "Olivia Owner" in page
    assert sign_up(visitor, path)["Location"] == "/acme/"
    member = Member.objects.get(user__email="guest@example.com")
    assert (member.name, member.role.key, member.team) == ("Ghazal Guest", "rep", team)
    assert visitor.get("/acme/settings/profile/").status_code == 200


def test_the_address_of_the_form_does_not_matter(visitor, path):
    """One is seated for the invited address; another one in the form is not even read."""
    sign_up(visitor, path, email="evil@example.com", role="owner")
    assert not User.objects.filter(email="evil@example.com").exists()
    assert Member.objects.get(user__email="guest@example.com").role.key == "rep"


@pytest.mark.parametrize("values", [{"name": ""}, {"password": "short"}, {"password": "guest@example.com"}])
def test_a_faulty_form_says_so_and_seats_nobody(visitor, path, values):
    answer = sign_up(visitor, path, **values)
    assert answer.status_code == 422
    assert f'id="id_{next(iter(values))}_error"' in answer.content.decode()
    assert not User.objects.filter(email="guest@example.com").exists()


def test_somebody_with_an_account_signs_in_first(visitor, path):
    user = make.user("Ghazal", email="guest@example.com")
    page = visitor.get(path).content.decode()
    assert f"/accounts/login/?next={path}" in page
    assert sign_up(visitor, path).status_code == 200  # a password of theirs is not set from here
    assert not Member.objects.filter(user=user).exists()
    visitor.force_login(user)
    assert "Accept the invitation" in visitor.get(path).content.decode()
    assert visitor.post(path)["Location"] == "/acme/"
    assert Member.objects.filter(user=user).exists()


def test_somebody_signed_in_as_another_is_told(visitor, path, outsider):
    visitor.force_login(outsider.user)
    page = visitor.get(path).content.decode()
    assert "The invitation is for <bdi>guest@example.com</bdi>" in page
    assert visitor.post(path).status_code == 403
    assert not Member.objects.filter(user=outsider.user).exists()


def test_a_used_link_is_explained_and_seats_nobody(visitor, path):
    sign_up(visitor, path)
    again = type(visitor)()
    assert again.get(path).status_code == 410
    assert "Accepted already" in sign_up(again, path, name="Second").content.decode()
    assert Member.objects.filter(user__email="guest@example.com").count() == 1


def test_a_run_out_link_is_explained(visitor, path):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "has run out" in visitor.get(path).content.decode()
    assert sign_up(visitor, path).status_code == 410
    assert not User.objects.filter(email="guest@example.com").exists()


def test_a_withdrawn_link_is_explained(visitor, path, invitation, owner):
    revoke(invitation, by=owner)
    assert "was withdrawn" in visitor.get(path).content.decode()
    assert sign_up(visitor, path).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 32, "%00", "..%2f"])
def test_an_invented_link_names_no_firm(visitor, path, token):
    answer = visitor.get(f"/join/{token}/")
    assert answer.status_code == 404
    assert "Acme" not in answer.content.decode()


def test_the_page_speaks_the_guests_language_unless_another_was_chosen(visitor, path):
    Invitation.objects.update(language="fa")
    assert '<html lang="fa" dir="rtl"' in visitor.get(path).content.decode()
    visitor.post("/language/", {"language": "ar", "next": path})
    assert '<html lang="ar" dir="rtl"' in visitor.get(path).content.decode()


def test_guessing_is_slowed_down(visitor, path):
    answers = [sign_up(visitor, path, password="x").status_code for _ in range(31)]
    assert answers == [422] * 30 + [429]
