"""The development mailbox: there only where it is meant to be, and harmless whatever a mail holds."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from crm.channels.email.mailbox import clean, open_mail
from crm.channels.email.models import SentMail

HTML = """<p dir="rtl" style="color:red" onclick="x()">سلام <a href="javascript:x()">bad</a>
<a href="https://good.example">good</a></p><script>x()</script><img src="https://spy.example/p.png"><style>p{}</style>"""


@pytest.fixture
def sent(db, settings):
    settings.EMAIL_URL, settings.MAILBOX_OPEN = "", True
    mail = EmailMultiAlternatives("نوافذ", "plain <words>", "Wasl <wasl@localhost>", ["noura@mail.example"])
    mail.attach_alternative(HTML, "text/html")
    mail.attach("عقد.pdf", b"%PDF-1.7", "application/pdf")
    get_connection("crm.channels.email.backend.SmtpOrMailbox").send_messages([mail])
    return SentMail.objects.get()


def test_it_lists_what_would_have_gone_out(sent):
    page = Client().get("/mailbox/").content.decode()
    assert "نوافذ" in page and "noura@mail.example" in page


def test_one_mail_shows_both_its_parts_and_its_files(sent):
    page = Client().get(f"/mailbox/{sent.pk}/").content.decode()
    assert "سلام" in page and "plain &lt;words&gt;" in page and "عقد.pdf" in page


def test_nothing_in_a_mail_can_run_or_tell_on_the_reader(sent):
    html = open_mail(sent).html
    assert all(bad not in html for bad in ("script", "onclick", "style", "javascript", "img", "spy"))
    assert '<p dir="rtl">' in html and "https://good.example" in html


def test_a_file_is_handed_over_as_a_download_of_no_kind(sent):
    response = Client().get(f"/mailbox/{sent.pk}/attachments/0/")
    assert response.content == b"%PDF-1.7"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert Client().get(f"/mailbox/{sent.pk}/attachments/1/").status_code == 404


@pytest.mark.parametrize("path", ["/mailbox/", "/mailbox/{pk}/", "/mailbox/{pk}/attachments/0/"])
def test_elsewhere_it_does_not_exist(sent, settings, path):
    settings.MAILBOX_OPEN = False
    assert Client().get(path.format(pk=sent.pk)).status_code == 404


def test_it_can_only_be_read(sent):
    assert Client().post("/mailbox/").status_code == 405


def test_an_unknown_mail_is_not_found(sent):
    assert Client().get("/mailbox/999/").status_code == 404


def test_an_empty_mailbox_says_so(db, settings):
    settings.MAILBOX_OPEN = True
    assert "No mail yet" in Client().get("/mailbox/").content.decode()


def test_cleaning_keeps_words():
    assert clean("<p>a</p><script>b</script><b>c</b>") == "<p>a</p><b>c</b>"
