from dataclasses import replace
from itertools import count

import pytest

from contacts.people.models import Contact
from crm.documents.actions import create_template
from crm.records import registry
from crm.records.types import RecordType

SOURCE = """<h2>{{ client.name }}</h2>
<p>{{ client.address }} {{ client.phone }}</p>
<p>{{ service }}: {{ amount }} ({{ amount_in_words }})</p>
<p>{{ payment_details }} / {{ number }} / {{ date }} / {{ seller.name }}</p>"""
_phones = count(1)


@pytest.fixture(autouse=True)
def people_have_documents(monkeypatch):
    """Whatever the contacts app declares, in these tests people are records with documents."""
    plain = RecordType(
        key="contact", model="contacts.Contact", app="contacts", label="Person", label_plural="People", icon="user"
    )
    here = "tests.crm.documents.sample"
    declared = replace(
        registry._types.get("contact", plain),
        placeholders=f"{here}.PLACEHOLDERS",
        correspondent=f"{here}.correspondent",
    )
    monkeypatch.setitem(registry._types, "contact", declared)
    return declared


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    return tmp_path / "files"


@pytest.fixture
def firm(acme):
    acme.address, acme.payment_details = "12 Mill Lane\nLeeds", "Bank of Leeds\nIBAN GB29 NWBK 6016 1331 9268 19"
    acme.save()
    return acme


@pytest.fixture
def person(firm, rep):
    return make_person(rep)


def make_person(owner, **fields):
    fields = {
        "name": "Noura Al-Harbi",
        "address": "7 Narjis Street\nRiyadh 13327",
        "phone": f"+96655120{next(_phones):04d}",
        "email": "noura@example.com",
        "source": "Fourteen windows",
        "language": "en",
        **fields,
    }
    return Contact.objects.create(owner=owner, team=owner.team, **fields)


def body(source=SOURCE, title="Contract"):
    return {"title": title, "source": source}


@pytest.fixture
def template(acme, owner):
    bodies = {language: body(title=title) for language, title in TITLES.items()}
    return create_template(name="Contract", record_type="contact", bodies=bodies, by=owner)


TITLES = {"ar": "عقد وطلب دفع", "fa": "قرارداد و درخواست پرداخت", "en": "Contract and payment request"}
