"""From the wish for a document to its PDF on the record."""

from io import BytesIO
from unittest.mock import patch

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.html import strip_tags
from pypdf import PdfReader

from crm.channels.models import Message
from crm.documents import actions
from crm.documents.faults import TemplateFault
from crm.documents.letters import first_words
from crm.documents.models import Document
from crm.documents.queries import documents_of
from crm.documents.render import PrintFailed
from crm.events import timers
from crm.events.actors import System
from crm.events.feed import timeline
from crm.events.models import Event, Timer, TimerFailure
from crm.lib.text import fold
from crm.ui.timeline import entry
from tests.crm.documents.conftest import body, make_person
from tests.crm.documents.test_render import has

State = Document.State


def made(person, template, run_due, **kwargs):
    document = actions.request(person, template, by=person.owner, **kwargs)
    run_due()
    document.refresh_from_db()
    return document


def words(document):
    with document.file.open("rb") as content:
        return fold("\n".join(page.extract_text() for page in PdfReader(BytesIO(content.read())).pages))


def kinds(record):
    return [event.kind for event in timeline(record) if event.kind.startswith("document")]


def test_a_request_is_pending_until_a_worker_has_made_it(person, template, run_due):
    document = actions.request(person, template, by=person.owner)
    assert document.state == State.PENDING and not document.file
    run_due()
    document.refresh_from_db()
    assert document.state == State.READY
    assert document.size == default_storage.size(document.file.name) > 1000
    assert len(document.sha256) == 64
    assert kinds(person) == ["document.ready", "document.requested"]


FILLED = {
    "en": ("Noura Al-Harbi", "7 Narjis Street", "Fourteen windows", "6,400.50", "six thousand four hundred", "GB29"),
    "ar": ("نورة الحربي", "شارع النرجس", "نوافذ", "48,500", "ثمانية وأربعون ألفا وخمسمئة", "GB29"),
    "fa": ("علی رضایی", "خیابان گلستان", "پنجره", "۳٬۴۶۰٬۰۰۰٬۰۰۰", "سه میلیارد و چهارصد و شصت میلیون", "GB29"),
}
PEOPLE = {
    "en": {},
    "ar": {"name": "نورة الحربي", "address": "شارع النرجس", "source": "نوافذ"},
    "fa": {"name": "علی رضایی", "address": "خیابان گلستان", "source": "پنجره"},
}


@pytest.mark.parametrize("language", FILLED)
def test_it_is_filled_in_in_the_correspondents_language(firm, rep, template, run_due, language):
    person = make_person(rep, language=language, **PEOPLE[language])
    document = made(person, template, run_due)
    assert document.language == language
    assert document.title == template.bodies[language]["title"]
    text = words(document)
    for expected in FILLED[language]:
        assert has(text, expected), expected


def test_another_language_can_be_asked_for(person, template, run_due):
    assert made(person, template, run_due, language="fa").language == "fa"


def test_a_template_without_that_language_is_used_in_one_it_has(firm, rep, owner, run_due):
    template = actions.create_template(name="Only", record_type="contact", bodies={"en": body()}, by=owner)
    assert made(make_person(rep, language="ar"), template, run_due).language == "en"


def test_missing_data_is_listed_and_nothing_is_printed(firm, rep, template, run_due):
    person = make_person(rep, address="", note="free")
    document = made(person, template, run_due)
    assert document.state == State.INCOMPLETE
    assert document.missing == ["client.address", "amount"]
    assert not document.file
    assert kinds(person)[0] == "document.incomplete"
    assert not TimerFailure.objects.exists()


def test_once_the_data_is_there_it_can_be_made_again_under_its_number(firm, rep, template, run_due):
    person = make_person(rep, address="")
    document = made(person, template, run_due)
    person.address = "Here"
    person.save()
    actions.make_again(document, by=rep)
    run_due()
    again = Document.objects.get()
    assert (again.pk, again.number, again.state, again.missing) == (document.pk, document.number, State.READY, [])


def test_rendering_twice_does_it_once(person, template, run_due):
    document = made(person, template, run_due)
    before = document.file.name
    assert actions.render(document.pk) is None
    document.refresh_from_db()
    assert document.file.name == before
    assert kinds(person) == ["document.ready", "document.requested"]


def test_a_new_rendering_replaces_the_old_file(person, template, run_due, django_capture_on_commit_callbacks):
    document = made(person, template, run_due)
    before = document.file.name
    actions.make_again(document, by=person.owner)
    with django_capture_on_commit_callbacks(execute=True):
        actions.render(document.pk)
    document.refresh_from_db()
    assert document.file.name != before
    assert not default_storage.exists(before)
    assert default_storage.exists(document.file.name)


def test_a_failure_shows_and_is_tried_again(person, template, run_due):
    with patch("crm.documents.actions.render_pdf", side_effect=PrintFailed("the press ended with code -9")):
        document = actions.request(person, template, by=person.owner)
        run_due(may_fail=True)
        document.refresh_from_db()
        assert document.state == State.FAILED
        assert "the press ended" in document.error
        assert "the press ended" in TimerFailure.objects.get(kind="documents.render").reason
        assert kinds(person)[0] == "document.failed"
    assert Timer.objects.get(kind="documents.render").due > timezone.now()
    timers.retry(TimerFailure.objects.get())
    run_due(may_fail=True)
    document.refresh_from_db()
    assert (document.state, document.error) == (State.READY, "")
    assert not TimerFailure.objects.exists()


def test_one_event_for_many_failures(person, template):
    document = actions.request(person, template, by=person.owner)
    with patch("crm.documents.actions.render_pdf", side_effect=PrintFailed("no")):
        assert actions.render(document.pk).reason
        assert actions.render(document.pk).reason
    assert kinds(person) == ["document.failed", "document.requested"]


def test_a_template_gone_wrong_fails_without_being_tried_again(person, template, run_due):
    template.bodies["en"]["source"] = "{{ client.shoe_size }}"
    template.save()
    document = made(person, template, run_due)
    assert document.state == State.FAILED
    assert "client.shoe_size" in document.error
    assert not Timer.objects.filter(kind="documents.render").exists()


def test_numbers_count_up_within_the_workspace(person, template):
    numbers = [actions.request(person, template, by=person.owner).number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_a_playbook_can_ask_too(person, template, run_due):
    document = actions.request(person, template, by=System(kind="rule", name="Payment"))
    assert document.created_by is None
    assert Event.objects.get(kind="document.requested").actor_name == "Payment"


def test_a_template_that_cannot_be_read_is_not_kept(owner):
    with pytest.raises(TemplateFault, match="Line 2"):
        actions.create_template(name="x", record_type="contact", bodies={"en": body("\n{% if %}")}, by=owner)


def test_templates_can_be_changed_but_not_spoilt(template, owner):
    actions.update_template(template, by=owner, name="Renamed", active=False)
    template.refresh_from_db()
    assert (template.name, template.active) == ("Renamed", False)
    with pytest.raises(TemplateFault):
        actions.update_template(template, by=owner, bodies={"en": body("{{ nothing }}")})
    with pytest.raises(TypeError):
        actions.update_template(template, by=owner, record_type="company")


@pytest.mark.parametrize("signed", [True, False])
def test_the_senders_signature_closes_the_mail_where_they_want_it(person, template, rep, run_due, signed):
    rep.signature = "Rami of Acme"
    document = made(person, template, run_due)
    words = first_words(document, None, by=rep)
    assert "Kind regards" not in words["body"]
    actions.send(document, to="noura@example.com", subject="s", body=words["body"], by=rep, signed=signed)
    assert ("-- \nRami of Acme" in Message.objects.get().text) == signed


def test_a_sent_document_goes_out_as_a_pdf_in_its_language(
    person, template, rep, run_due, django_capture_on_commit_callbacks
):
    document = made(person, template, run_due)
    actions.send(document, to="noura@example.com", subject="Your contract", body="Here it is.", by=rep)
    message = Message.objects.get()
    assert (message.to, message.language, message.by) == ("noura@example.com", "en", rep)
    assert (message.record_type, message.record_id) == ("contact", person.pk)
    assert message.attachments == [
        {"name": "Contract and payment request 0001.pdf", "path": document.file.name, "type": "application/pdf"}
    ]
    assert kinds(person)[0] == "document.sent"
    document = documents_of(person).get()
    assert document.sent_at
    actions.make_again(document, by=rep)
    with django_capture_on_commit_callbacks(execute=True):
        actions.render(document.pk)
    assert default_storage.exists(message.attachments[0]["path"])  # the mail may still be waiting


def test_what_is_not_ready_cannot_be_sent(person, template, rep):
    document = actions.request(person, template, by=rep)
    with pytest.raises(actions.NotReady):
        actions.send(document, to="a@example.com", subject="s", body="b", by=rep)


def test_the_place_of_a_file_cannot_be_guessed(person, template, run_due, acme):
    document = made(person, template, run_due)
    folder, kind, name = document.file.name.split("/")
    assert (folder, kind) == (str(acme.pk), "documents")
    assert len(name) > 30 and "contract" not in name.lower()


def test_the_timeline_tells_it_in_words(firm, rep, template, run_due):
    person = make_person(rep, address="")
    document = made(person, template, run_due)
    person.address = "Here"
    person.save()
    actions.make_again(document, by=rep)
    run_due()
    actions.send(document, to="noura@example.com", subject="s", body="b", by=rep)
    lines = [entry(event) for event in timeline(person) if event.kind.startswith("document")]
    said = [strip_tags(one.line) for one in lines]
    assert said == [
        "Rami Rep sent Contract and payment request no. 0001 to noura@example.com",
        "Contract and payment request no. 0001 was made",
        "Rami Rep asked for Contract and payment request no. 0001",
        "Contract and payment request no. 0001 waits: data is missing",
        "Rami Rep asked for Contract and payment request no. 0001",
    ]
    assert [tag.text for tag in lines[3].tags] == ["Client address"]
