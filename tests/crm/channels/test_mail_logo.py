"""The firm's logo at the head of the mails that leave."""

import io
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from crm.channels.email import actions
from crm.channels.email.letters import written
from crm.channels.email.mailbox import open_mail
from crm.channels.models import SentMail
from crm.l10n import state
from crm.setup.logo.actions import remove_logo, upload_logo
from crm.tenants.models import Logo
from tests.crm.setup.pictures import drawn, uploaded


@pytest.fixture
def letter(acme):
    return written("Your windows", "They are ready.", preferences=state.for_tenant(acme), firm=acme.name)


@pytest.fixture
def logo(acme, owner):
    return upload_logo(acme, uploaded(), by=owner)


def sent(letter, run_due, **more):
    """The mail as it travels, read back."""
    actions.queue_mail(to="noura@mail.example", letter=letter, **more)
    run_due()
    return message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)


def html_of(message):
    return message.get_body(("html",)).get_content()


def test_it_travels_within_the_mail_and_nothing_is_fetched_when_it_is_read(letter, logo, run_due):
    message = sent(letter, run_due)
    assert message.get_content_type() == "multipart/related"
    [part] = [part for part in message.walk() if part.get_content_maintype() == "image"]
    assert part["Content-ID"] == f"<{logo.mark}@logo>" and part.get_content_disposition() == "inline"
    assert Image.open(io.BytesIO(part.get_content())).size == (240, 80)
    html = html_of(message)
    assert f'src="cid:{logo.mark}@logo" width="144" height="48"' in html and "http" not in html
    assert html.index("cid:") < html.index("Acme")
    assert "They are ready." in message.get_body(("plain",)).get_content()


def test_beside_files_it_stays_part_of_the_words(letter, logo, run_due):
    path = default_storage.save("offer.pdf", ContentFile(b"%PDF-1.7"))
    message = sent(letter, run_due, attachments=[("offer.pdf", path, "application/pdf")])
    assert message.get_content_type() == "multipart/mixed"
    assert [part.get_content_disposition() for part in message.iter_attachments()] == ["inline", "attachment"]
    assert "cid:" in html_of(message)


def test_without_one_a_mail_is_as_it_was(letter, run_due):
    message = sent(letter, run_due)
    assert message.get_content_type() == "multipart/alternative"
    assert "cid:" not in html_of(message) and "<img" not in html_of(message)


def test_what_was_written_before_bears_the_logo_of_the_hour_at_which_it_leaves(letter, logo, acme, owner, run_due):
    remove_logo(acme, by=owner)
    assert "cid:" not in html_of(sent(letter, run_due))
    upload_logo(acme, uploaded(drawn((200, 200))), by=owner)
    assert f"cid:{Logo.objects.get().mark}" in html_of(sent(letter, run_due))


def test_one_whose_file_is_gone_keeps_no_mail_back(letter, logo, run_due):
    logo.file.storage.delete(logo.file.name)
    assert "cid:" not in html_of(sent(letter, run_due))


def test_words_that_look_like_its_place_are_words(acme, logo, run_due):
    letter = written("x", "<!--logo--> cid:x", preferences=state.for_tenant(acme), firm="<!--logo-->")
    html = html_of(sent(letter, run_due))
    assert html.count("<img") == 1 and "&lt;!--logo--&gt;" in html


def test_the_development_mailbox_does_not_take_it_for_an_attachment(letter, logo, run_due):
    source = sent(letter, run_due).as_bytes()
    opened = open_mail(SentMail(source=source))
    assert opened.attachments == () and "They are ready." in opened.html
