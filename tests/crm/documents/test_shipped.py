"""The contract that comes with the product, in its three languages."""

from pathlib import Path

import pytest

from crm.documents import actions
from crm.documents.models import Document
from crm.documents.shipped import read_bodies
from tests.crm.documents.conftest import make_person
from tests.crm.documents.test_making import FILLED, PEOPLE, made, words
from tests.crm.documents.test_render import has

FOLDER = Path(actions.__file__).parents[1] / "packs" / "documents"


@pytest.fixture
def contract(owner):
    bodies = read_bodies(FOLDER)
    return actions.create_template(name="Contract", record_type="contact", bodies=bodies, by=owner)


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_it_says_all_that_the_story_asks_for(firm, rep, contract, run_due, language):
    document = made(make_person(rep, language=language, **PEOPLE[language]), contract, run_due)
    assert document.state == Document.State.READY, document.missing or document.error
    text = words(document)
    for expected in (*FILLED[language], "Bank of Leeds"):
        assert has(text, expected), expected


def test_it_lists_what_a_client_lacks(acme, rep, contract, run_due):
    person = make_person(rep, address="", source="", phone="")
    document = made(person, contract, run_due)
    assert document.missing == ["client.address", "service", "payment_details"]


def test_a_folder_may_hold_some_of_the_languages(tmp_path):
    (tmp_path / "fa.liquid").write_text("رسید\n\n<p>{{ number }}</p>\n", "utf-8")
    assert read_bodies(tmp_path) == {"fa": {"title": "رسید", "source": "<p>{{ number }}</p>\n"}}
