"""Settings: templates listed, written, previewed."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from crm.documents.models import DocumentTemplate
from tests.crm.documents.conftest import make_person


def path(name, *args):
    return re.sub(r"^/acme", "", reverse(f"documents:{name}", args=args))


def written(**values):
    return {"name": "Offer", "active": "on", "title_en": "Our offer", "source_en": "<p>{{ client.name }}</p>", **values}


def test_templates_are_listed_with_their_languages(client_for, owner, template):
    html = client_for(owner).get(path("templates")).content.decode()
    assert "Contract" in html and "فارسی" in html and "العربية" in html


def test_no_template_yet_says_what_they_are_for(client_for, owner):
    assert "No template yet" in client_for(owner).get(path("templates")).content.decode()


def test_a_template_is_written(client_for, owner):
    response = client_for(owner).post(path("template_create", "contact"), written(source_ar="{{ amount_in_words }}"))
    assert response.status_code == 302
    made = DocumentTemplate.objects.get()
    assert (made.name, made.record_type, made.languages) == ("Offer", "contact", ["ar", "en"])
    assert made.bodies["en"] == {"title": "Our offer", "source": "<p>{{ client.name }}</p>"}


def test_a_template_is_changed(client_for, owner, template):
    response = client_for(owner).post(path("template", template.pk), written(active=""))
    assert response.status_code == 302
    template.refresh_from_db()
    assert (template.name, template.active, template.languages) == ("Offer", False, ["en"])


def test_colleagues_know_a_template_by_the_name_in_their_language(client_for, owner, rep, template):
    client = client_for(owner)
    names = {"name_ar": "ب العرض", "name_fa": "پیشنهاد"}
    assert client.post(path("template_create", "contact"), written(**names)).status_code == 302
    offer = DocumentTemplate.objects.get(name="Offer")
    assert offer.names == {"en": "Offer", **names_by_language(names)}
    editor = client.get(path("template", offer.pk))
    assert [field.value() for field in editor.context["form"].naming()] == ["Offer", "ب العرض", "پیشنهاد"]
    client.post(path("template", template.pk), written(name="Contract", name_ar="أ العقد"))
    for member in (owner, rep):
        member.language = "ar"
        member.save()
    assert [row.name for row in client.get(path("templates")).context["templates"]] == ["أ العقد", "ب العرض"]
    picker = client_for(rep).get(path("create", "contact", make_person(rep).pk)).content.decode()
    assert picker.index("أ العقد") < picker.index("ب العرض") and "Offer" not in picker


def names_by_language(values):
    return {name.removeprefix("name_"): value for name, value in values.items()}


def test_a_preview_without_a_title_is_called_as_colleagues_call_it_in_its_language(client_for, owner, firm):
    said = {"source_fa": "<p>{{ number }}</p>", "name": "Offer", "name_fa": "پیشنهاد"}
    html = client_for(owner).post(path("preview", "contact", "fa"), said).content.decode()
    assert "پیشنهاد" in html and "Offer" not in html


def test_the_editor_shows_what_is_there_and_what_may_be_written(client_for, owner, template):
    html = client_for(owner).get(path("template", template.pk)).content.decode()
    assert "{{ client.address }}" in html and "Client address" in html and "Amount, in words" in html
    assert 'data-copy="{{ amount_in_words }}"' in html


def test_a_fault_stands_beside_its_field_with_its_line(client_for, owner, template):
    response = client_for(owner).post(path("template", template.pk), written(source_fa="\n\n{{ client.nmae }}"))
    assert response.status_code == 422
    html = response.content.decode()
    assert "Line 3: There is no value “client.nmae”. Is it “client.name”?" in html
    assert re.search(r'value="fa" checked', html)
    template.refresh_from_db()
    assert template.name == "Contract"


def test_a_template_says_something_in_one_language_at_least(client_for, owner):
    response = client_for(owner).post(path("template_create", "contact"), {"name": "Empty"})
    assert response.status_code == 422
    assert "one language at least" in response.content.decode()


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_a_preview_shows_samples_in_the_frame(client_for, owner, firm, template, language):
    source = template.bodies[language]["source"]
    response = client_for(owner).post(path("preview", "contact", language), {f"source_{language}": source})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Client name" in html and "IBAN GB29" in html and f'lang="{language}"' in html
    assert "sandbox" in response["Content-Security-Policy"] and "script" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_preview_is_as_clean_as_the_document(client_for, owner, firm):
    response = client_for(owner).post(path("preview", "contact", "en"), {"source_en": "<script>alert(1)</script>ok"})
    assert b"<script" not in response.content


def test_a_preview_as_pdf(client_for, owner, firm):
    data = {"source_en": "<p>{{ client.name }}</p>", "title_en": "Offer"}
    response = client_for(owner).post(path("preview", "contact", "en") + "?pdf", data)
    assert response["Content-Type"] == "application/pdf"
    assert "Client name" in PdfReader(BytesIO(response.content)).pages[0].extract_text()


def test_a_preview_of_a_faulty_template_says_so(client_for, owner, firm):
    for address in (path("preview", "contact", "en"), path("preview", "contact", "en") + "?pdf"):
        response = client_for(owner).post(address, {"source_en": "{{ nothing }}"})
        assert "There is no value “nothing”" in response.content.decode()


def test_only_those_with_the_right_to_settings_write_templates(client_for, manager, rep, reader, template):
    for member in (manager, rep, reader):
        client = client_for(member)
        for address in (path("templates"), path("template", template.pk), path("template_create", "contact")):
            assert client.get(address).status_code == 403
        assert client.post(path("preview", "contact", "en"), {"source_en": "x"}).status_code == 403


def test_another_workspaces_template_is_not_found(client_for, outsider, template):
    assert client_for(outsider).get("/zenith" + path("template", template.pk)).status_code == 404


def test_a_type_without_documents_has_no_templates(client_for, owner):
    assert client_for(owner).get(path("template_create", "company")).status_code == 404
    assert client_for(owner).post(path("preview", "company", "en")).status_code == 404
    assert client_for(owner).post(path("preview", "contact", "de")).status_code == 404
