"""A member's signature: kept as it was written, and below the mails that they write."""

import pytest

from crm.channels.email.letters import written
from crm.documents.forms import MailForm
from crm.l10n import state
from crm.tenants.models import Member
from tests.conftest import MemberClient

SIGNATURE = "Rami Rep\nWindows & <b>doors</b>\n+966 55 000 0000"
VALUES = {"name": "Rami", "theme": "auto", "density": "default"}


@pytest.fixture
def signer(rep):
    rep.signature = SIGNATURE
    return rep


def test_it_is_written_on_the_profile(rep):
    client = MemberClient(rep)
    assert client.post("/settings/profile/", VALUES | {"signature": SIGNATURE}).status_code == 302
    assert Member.objects.get(pk=rep.pk).signature.splitlines() == SIGNATURE.splitlines()
    assert "Windows &amp; &lt;b&gt;doors" in client.get("/settings/profile/").content.decode()


def test_one_longer_than_a_letter_is_refused(rep):
    answer = MemberClient(rep).post("/settings/profile/", VALUES | {"signature": "x" * 1001})
    assert "signature" in answer.context["form"].errors
    assert Member.objects.get(pk=rep.pk).signature == ""


def test_it_stands_below_the_words_in_text_and_html(acme):
    letter = written("Hello", "Words.", preferences=state.for_tenant(acme), firm="Acme", signature=SIGNATURE)
    assert letter.text == f"Words.\n\n-- \n{SIGNATURE}\n"
    assert "Windows &amp; &lt;b&gt;doors&lt;/b&gt;</bdi><br>" in letter.html
    assert "<b>doors" not in letter.html


def test_without_one_nothing_stands_there(acme):
    letter = written("Hello", "Words.", preferences=state.for_tenant(acme), firm="Acme", signature=" \n")
    assert letter.text == "Words.\n"


def test_the_mail_form_shows_it_and_asks(signer, other_rep):
    form = MailForm(member=signer)
    assert form["signed"].value() is True
    assert "&lt;b&gt;doors&lt;/b&gt;<br>" in str(form["signed"].help_text)
    assert "signed" not in MailForm(member=other_rep).fields
