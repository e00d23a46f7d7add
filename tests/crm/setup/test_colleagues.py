"""The last step of setting up, and the whole way from nothing to a workspace with colleagues."""

import pytest

from crm.access.models import Role
from crm.setup.invitations.models import Invitation
from crm.tenants.models import Tenant
from tests import make
from tests.crm.setup.test_start import WORKSPACE

PAGE = "/welcome/"


def rows(*found):
    """The form's values for (address, role's key) each."""
    values = {"form-TOTAL_FORMS": "4", "form-INITIAL_FORMS": "0"}
    for number in range(4):
        email, role = found[number] if number < len(found) else ("", "rep")
        values |= {f"form-{number}-email": email, f"form-{number}-role": Role.objects.get(key=role).pk}
    return values


def test_several_are_invited_at_once_each_with_a_role(owner, client_for):
    answer = client_for(owner).post(PAGE, rows(("a@example.com", "manager"), ("b@example.com", "rep")))
    assert answer["Location"] == "/acme/"
    found = Invitation.objects.order_by("email").values_list("email", "role__key")
    assert list(found) == [("a@example.com", "manager"), ("b@example.com", "rep")]


def test_nobody_has_to_be_invited(owner, client_for):
    assert client_for(owner).post(PAGE, rows())["Location"] == "/acme/"
    assert 'href="/acme/"' in client_for(owner).get(PAGE).content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("second", "words"),
    [("not an address", "valid email"), ("A@example.com", "twice"), ("owner", "is a member already")],
)
def test_while_one_is_wrong_none_is_invited_and_nothing_is_lost(owner, client_for, second, words):
    second = owner.user.email if second == "owner" else second
    answer = client_for(owner).post(PAGE, rows(("a@example.com", "manager"), (second, "rep")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="a@example.com"' in page
    assert 'id="id_form-1-email_error"' in page
    assert not Invitation.objects.exists()


def test_it_takes_the_right_to_members(rep, client_for):
    assert client_for(rep).get(PAGE).status_code == 403


def test_inviting_is_limited(owner, client_for):
    client = client_for(owner)
    answers = [client.post(PAGE, rows()).status_code for _ in range(31)]
    assert answers == [302] * 30 + [429]


def test_a_newcomer_needs_four_forms_and_ten_answers(visitor, mails, code_in):
    """Under two minutes: what has to be typed or chosen on the way is counted, and may not grow unnoticed. The rest of
    the form about the firm is proposed by its country, and colleagues may wait."""
    typed = {"name": "Reem", "email": "reem@example.com", "password1": make.PASSWORD}
    with mails() as sent:
        step = visitor.post("/accounts/signup/", typed)["Location"]
    step = visitor.post(step, code := {"code": code_in(sent[0])})["Location"]
    step = visitor.get(step)["Location"]
    form = visitor.get(step, HTTP_ACCEPT_LANGUAGE="ar-SA,ar").context["form"]
    proposed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    assert (proposed["currency"], proposed["time_zone"], proposed["phone_region"]) == ("SAR", "Asia/Riyadh", "SA")
    chosen = {"name": WORKSPACE["name"], "slug": WORKSPACE["slug"]}
    step = visitor.post(step, {**proposed, **chosen})["Location"]
    assert step == "/riyadh-windows/welcome/"
    assert visitor.get(step).status_code == 200
    invited = {
        "form-TOTAL_FORMS": "4", "form-INITIAL_FORMS": "0", "form-0-email": "hind@example.com",
        "form-0-role": visitor.get(step).context["form"][0]["role"].value(),
    }  # fmt: skip
    assert visitor.post(step, invited)["Location"] == "/riyadh-windows/"
    assert visitor.get(visitor.get("/riyadh-windows/")["Location"]).status_code == 200
    assert Tenant.objects.get().name == WORKSPACE["name"]
    assert len(typed | code) + len(chosen) + 1 <= 10
