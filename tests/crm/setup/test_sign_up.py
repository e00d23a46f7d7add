"""From a stranger to somebody whose address is proven; nobody learns from it which addresses have accounts."""

import re

import pytest
from allauth.account.models import EmailAddress

from crm.setup.accounts.models import AccountMail
from crm.tenants.models import User
from tests import make

REEM = {"name": "Reem", "email": "Reem@Example.com", "password1": make.PASSWORD}
CODE = "/accounts/confirm-email/"


def sign_up(visitor, mails, **values):
    with mails() as sent:
        answer = visitor.post("/accounts/signup/", REEM | values)
    return answer, sent


def signed_in(visitor):
    return "_auth_user_id" in visitor.session


def test_a_code_proves_the_address_and_opens_the_door(visitor, mails, code_in):
    answer, [mail] = sign_up(visitor, mails)
    assert (answer["Location"], mail.to) == (CODE, ["reem@example.com"])
    assert not signed_in(visitor)
    assert "reem@example.com" in visitor.get(CODE).content.decode()
    assert visitor.post(CODE, {"code": code_in(mail)})["Location"] == "/workspaces/"
    assert visitor.get("/workspaces/")["Location"] == "/start/"
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("reem@example.com", "Reem", "en")
    assert EmailAddress.objects.get(user=user).verified


def test_nobody_opens_a_workspace_before(visitor, mails):
    sign_up(visitor, mails)
    for path in ("/workspaces/", "/start/"):
        assert visitor.get(path)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
def test_the_code_may_be_typed_in_any_digits_and_with_spaces(visitor, mails, code_in, digits):
    _, [mail] = sign_up(visitor, mails)
    typed = code_in(mail).replace("-", " ").translate(str.maketrans("0123456789", digits))
    assert visitor.post(CODE, {"code": typed}).status_code == 302
    assert signed_in(visitor)


def test_a_wrong_code_is_said_beside_the_field_and_the_third_ends_it(visitor, mails):
    sign_up(visitor, mails)
    page = visitor.post(CODE, {"code": "0000-0000x"}).content.decode()
    assert re.search(r'id="id_code_error".*This is not the code', page)
    visitor.post(CODE, {"code": "1"})
    visitor.post(CODE, {"code": "2"})
    assert visitor.get(CODE)["Location"] == "/accounts/login/"
    assert not EmailAddress.objects.get().verified


def test_another_code_can_be_sent(visitor, mails, code_in, forget_limits):
    _, [first] = sign_up(visitor, mails)
    forget_limits()
    with mails() as [*_], mails() as sent:
        visitor.post(CODE, {"action": "resend"})
    assert code_in(sent[-1]) != code_in(first)
    assert visitor.post(CODE, {"code": code_in(first)}).status_code == 200
    assert visitor.post(CODE, {"code": code_in(sent[-1])}).status_code == 302


def test_one_can_begin_again_with_the_right_address(visitor, mails):
    sign_up(visitor, mails, email="rem@example.com")
    assert visitor.post("/accounts/signup/again/")["Location"] == "/accounts/signup/"
    assert visitor.get("/accounts/signup/").status_code == 200
    assert sign_up(visitor, mails)[1][0].to == ["reem@example.com"]


def test_whoever_left_before_the_code_is_asked_at_sign_in(visitor, mails, code_in, forget_limits):
    sign_up(visitor, mails)
    forget_limits()
    later = type(visitor)()
    with mails() as sent:
        answer = later.post("/accounts/login/", {"login": "reem@example.com", "password": make.PASSWORD})
    assert answer["Location"] == CODE
    assert later.post(CODE, {"code": code_in(sent[0])}).status_code == 302
    assert signed_in(later)


class TestATakenAddress:
    @pytest.fixture(autouse=True)
    def taken(self, db):
        make.user("Somebody", email="reem@example.com")

    def test_the_page_tells_nothing(self, visitor, mails):
        """Every answer on the way is the same as for a free address, but for the address itself and the token."""
        answers = []
        for email in ("reem@example.com", "free@example.com"):
            browser = type(visitor)()
            first, _ = sign_up(browser, mails, email=email)
            pages = [browser.get(CODE), browser.post(CODE, {"code": "1"})]
            bare = [re.sub(r"\b\w{64}\b", "", page.content.decode()) for page in pages]
            bodies = [body.replace(email, "it") for body in bare]
            answers.append((first.status_code, first["Location"], sorted(first.cookies), bodies))
        assert answers[0] == answers[1]

    def test_the_mail_does(self, visitor, mails):
        _, [mail] = sign_up(visitor, mails)
        assert (mail.to, mail.subject) == (["reem@example.com"], "You have an account already")
        assert "/accounts/login/" in mail.body
        assert User.objects.count() == 1

    def test_no_code_opens_it(self, visitor, mails):
        sign_up(visitor, mails)
        visitor.post(CODE, {"code": ""})
        assert not signed_in(visitor)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "required"),
        ("email", "olivia", "valid email"),
        ("password1", "short", "Take at least 10 characters."),
        ("password1", "password1234", "Too many people use this password."),
        ("password1", "reem@example.com", "too much like your name or address"),
    ],
)
def test_a_faulty_sign_up_says_what_is_wrong(visitor, db, field, value, words):
    page = visitor.post("/accounts/signup/", REEM | {field: value}).content.decode()
    assert words in page
    assert f'id="id_{field}_error"' in page
    assert not User.objects.exists()
    assert not AccountMail.objects.exists()
