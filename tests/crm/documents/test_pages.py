"""The pages and pieces of pages: documents and files on a record, and who may do what with them."""

import re
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.channels.models import Message
from crm.documents import actions
from crm.documents.attachments import attach
from crm.documents.models import Attachment, Document
from crm.documents.render import PrintFailed
from tests import make
from tests.crm.documents.conftest import make_person
from tests.crm.documents.test_making import made

HTMX = {"HTTP_HX_REQUEST": "true"}
PDF = b"%PDF-1.7\nplan"


def path(name, *args):
    return re.sub(r"^/acme", "", reverse(f"documents:{name}", args=args))


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def upload(name="plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def plan(person, rep):
    return attach(person, [upload()], by=rep)[0]


@pytest.fixture
def document(person, template, run_due):
    return made(person, template, run_due)


def test_a_document_is_asked_for_made_and_listed(client_for, rep, person, template, run_due):
    client = client_for(rep)
    listing = path("documents", "contact", person.pk)
    response = client.post(path("create", "contact", person.pk), {"template": template.pk, "language": ""}, **HTMX)
    assert response.status_code == 204 and "close" in response["HX-Trigger"]
    html = client.get(listing, **HTMX).content.decode()
    assert "Being made" in html and 'hx-trigger="every 2s"' in html
    again = re.search(r"\?seen=\d+", html)[0]
    assert client.get(listing + again, **HTMX).status_code == 204  # nothing new: what is open stays open
    run_due()
    assert client.get(listing + again, **HTMX).status_code == 200
    html = client.get(listing, **HTMX).content.decode()
    assert "Ready" in html and "every 2s" not in html and "Contract and payment request" in html


def test_without_script_one_is_led_back_to_the_record(client_for, rep, person, template):
    response = client_for(rep).post(path("create", "contact", person.pk), {"template": template.pk})
    assert response.status_code == 302 and response["Location"].endswith(f"/{person.pk}/")
    assert client_for(rep).get(path("documents", "contact", person.pk)).content.startswith(b"<!doctype html>")


def test_a_language_the_template_lacks_is_refused(client_for, rep, owner, person):
    only = actions.create_template(
        name="Only", record_type="contact", bodies={"en": {"title": "", "source": "{{ number }}"}}, by=owner
    )
    response = client_for(rep).post(
        path("create", "contact", person.pk), {"template": only.pk, "language": "ar"}, **HTMX
    )  # fmt: skip
    assert response.status_code == 422
    assert "not written in that language" in response.content.decode()


def test_templates_that_are_off_are_not_offered(client_for, rep, owner, person, template):
    actions.update_template(template, by=owner, active=False)
    assert client_for(rep).post(path("create", "contact", person.pk), {"template": template.pk}).status_code == 422


def test_missing_data_is_listed_in_plain_words(client_for, rep, firm, template, run_due):
    person = make_person(rep, address="", note="free")
    made(person, template, run_due)
    html = client_for(rep).get(path("documents", "contact", person.pk), **HTMX).content.decode()
    assert "Data missing" in html
    assert "<bdi>Client address</bdi>" in html and "<bdi>Amount</bdi>" in html
    assert "Make again" in html


def test_a_failure_is_shown_and_can_be_made_again(client_for, rep, person, template, run_due):
    with patch("crm.documents.actions.render_pdf", side_effect=PrintFailed("the press ended with code -9")):
        document = actions.request(person, template, by=rep)
        run_due(may_fail=True)
    client = client_for(rep)
    html = client.get(path("documents", "contact", person.pk), **HTMX).content.decode()
    assert "Failed" in html and "the press ended with code -9" in html
    assert client.post(path("again", document.pk), **HTMX).status_code == 204
    run_due(may_fail=True)
    document.refresh_from_db()
    assert document.state == Document.State.READY


def test_the_pdf_opens_and_downloads_under_its_name(client_for, rep, document):
    client = client_for(rep)
    response = client.get(path("document", document.pk))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert body(response).startswith(b"%PDF-")
    response = client.get(path("document", document.pk) + "?download")
    assert response["Content-Disposition"] == 'attachment; filename="Contract and payment request 0001.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_an_arabic_name_survives_the_header(client_for, rep, firm, template, run_due):
    document = made(make_person(rep, language="ar"), template, run_due)
    response = client_for(rep).get(path("document", document.pk) + "?download")
    assert "filename*=utf-8''%D8%B9%D9%82%D8%AF" in response["Content-Disposition"]


def test_a_document_that_is_not_made_yet_has_no_file(client_for, rep, person, template):
    document = actions.request(person, template, by=rep)
    assert client_for(rep).get(path("document", document.pk)).status_code == 404
    assert client_for(rep).get(path("mail", document.pk)).status_code == 404


def test_the_mail_begins_in_the_documents_language(client_for, rep, document):
    html = client_for(rep).get(path("mail", document.pk), HTTP_HX_TARGET="drawer", **HTMX).content.decode()
    assert 'value="noura@example.com"' in html
    assert "Contract and payment request no. 0001" in html
    assert "Dear Noura Al-Harbi," in html and "Rami Rep" in html


def test_the_mail_goes_out_with_the_pdf(client_for, rep, person, document, run_due):
    sent = {"to": "noura@example.com", "subject": "Your contract", "body": "Here it is."}
    response = client_for(rep).post(path("mail", document.pk), sent, **HTMX)
    assert response.status_code == 204
    run_due()
    [message] = Message.objects.all()
    assert message.state in ("sent", "held")
    if mail.outbox:
        [(name, content, kind)] = mail.outbox[0].attachments
        assert (name, kind) == ("Contract and payment request 0001.pdf", "application/pdf")
    html = client_for(rep).get(path("documents", "contact", person.pk), **HTMX).content.decode()
    assert "Sent Today" in html


def test_a_mail_without_an_address_is_refused(client_for, rep, document):
    response = client_for(rep).post(path("mail", document.pk), {"to": "x", "subject": "s", "body": "b"}, **HTMX)
    assert response.status_code == 422
    assert not Message.objects.exists()


def test_files_are_added_several_at_once(client_for, rep, person):
    client = client_for(rep)
    response = client.post(path("add", "contact", person.pk), {"file": [upload("a.pdf"), upload("b.pdf")]}, **HTMX)
    assert response.status_code == 204
    html = client.get(path("files", "contact", person.pk), **HTMX).content.decode()
    assert "a.pdf" in html and "b.pdf" in html and "data-attach" in html and " multiple" in html


def test_without_script_files_are_added_by_a_plain_form(client_for, rep, person):
    response = client_for(rep).post(path("add", "contact", person.pk), {"file": upload()}, follow=True)
    assert response.redirect_chain and "plan.pdf" in response.content.decode()


def test_a_refused_file_is_explained(client_for, rep, person):
    client = client_for(rep)
    bad = {"file": upload("page.html", b"<html>")}
    response = client.post(path("add", "contact", person.pk), bad, **HTMX)
    assert response.status_code == 422
    assert response.content.decode() == "“page.html” is not a kind of file that can be kept here."
    bad["file"].seek(0)
    response = client.post(path("add", "contact", person.pk), bad, follow=True)
    assert "“page.html” is not a kind of file" in response.content.decode()
    assert not Attachment.objects.exists()


def test_a_picture_or_pdf_opens_and_anything_else_downloads(client_for, rep, person, plan):
    [note] = attach(person, [upload("note.txt", b"twelve windows")], by=rep)
    client = client_for(rep)
    response = client.get(path("file", plan.pk))
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert body(response) == PDF
    response = client.get(path("file", note.pk))
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_gone_from_the_disk_is_not_found(client_for, rep, plan):
    default_storage.delete(plan.file.name)
    assert client_for(rep).get(path("file", plan.pk)).status_code == 404


def test_a_file_is_deleted_after_a_question(client_for, rep, plan):
    client = client_for(rep)
    assert "Delete “plan.pdf”?" in client.get(path("removal", plan.pk), **HTMX).content.decode()
    assert Attachment.objects.count() == 1
    assert client.post(path("removal", plan.pk), **HTMX).status_code == 204
    assert Attachment.objects.count() == 0


def papers(document, plan):
    return [path("document", document.pk), path("file", plan.pk)]


def test_whoever_does_not_see_the_record_does_not_see_its_papers(client_for, document, plan, other_rep, outsider):
    for address in papers(document, plan):
        assert client_for(other_rep).get(address).status_code == 404
        assert client_for(outsider).get(address).status_code == 404


def test_papers_of_a_deleted_record_are_gone_with_it(client_for, rep, person, document, plan):
    person.deleted_at = person.created_at
    person.save()
    for address in papers(document, plan):
        assert client_for(rep).get(address).status_code == 404


def test_a_reader_opens_papers_and_changes_nothing(client_for, reader, person, document, plan, template):
    client = client_for(reader)
    for address in papers(document, plan):
        assert client.get(address).status_code == 200
    for address in (path("again", document.pk), path("mail", document.pk), path("removal", plan.pk)):
        assert client.post(address).status_code == 403
    assert client.post(path("create", "contact", person.pk), {"template": template.pk}).status_code == 403
    assert client.post(path("add", "contact", person.pk), {"file": upload()}).status_code == 403
    html = client.get(path("files", "contact", person.pk), **HTMX).content.decode()
    assert "data-attach" not in html and "trash" not in html


def test_an_agent_who_may_not_delete_takes_away_only_what_they_added(client_for, agent, person, plan):
    client = client_for(agent)
    assert client.post(path("removal", plan.pk)).status_code == 403
    [own] = attach(person, [upload("own.pdf")], by=agent)
    assert client.post(path("removal", own.pk)).status_code == 302


def test_a_stranger_is_sent_to_sign_in(client_for, document, plan):
    for address in papers(document, plan):
        assert client_for(None).get("/acme" + address).status_code == 302


def test_an_unknown_type_or_record_is_not_found(client_for, rep, person):
    assert client_for(rep).get(path("documents", "nothing", 1)).status_code == 404
    assert client_for(rep).get(path("files", "contact", person.pk + 1000)).status_code == 404


def test_the_records_page_has_places_for_both(client_for, rep, person):
    html = client_for(rep).get(reverse("contacts:contact", args=[person.pk])).content.decode()
    assert 'id="documents"' in html and 'id="files"' in html


def test_a_page_with_cards_of_its_own_has_them_too(client_for, firm, rep):
    deal = make.deal(by=rep)
    html = client_for(rep).get(reverse("sales:deal", args=[deal.pk])).content.decode()
    assert 'id="documents"' in html and 'id="files"' in html


def test_the_page_of_a_person_is_readable_in_persian(client_for, firm, owner, document):
    owner.language = "fa"
    owner.save()
    html = client_for(owner).get(path("documents", "contact", document.record_id), **HTMX).content.decode()
    assert "۰۰۰۱" in html
