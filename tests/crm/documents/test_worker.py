"""The way of the product: a request commits, a real worker prints, the PDF lies on the record."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from crm.documents import actions
from crm.documents.models import Document
from crm.documents.shipped import read_bodies
from crm.tenants.scope import tenant_scope
from tests import make
from tests.flows.workers import Worker, eventually

BODIES = read_bodies(Path(actions.__file__).parents[1] / "packs" / "documents")


@pytest.fixture
def worker(committed_db, service_env):
    worker = Worker(service_env).start()
    yield worker
    worker.kill()


@pytest.fixture
def files():
    """The storage that the worker has too, not the folder of this test alone."""


@pytest.fixture
def people_have_documents():
    """The types as they are declared."""


@pytest.mark.flow
def test_a_worker_makes_the_contract_of_a_deal(worker):
    tenant, owner = make.workspace(
        "Brick & Pane", slug="acme", address="12 Mill Lane", payment_details="IBAN GB29 NWBK 6016 1331 9268 19"
    )
    with tenant_scope(tenant):
        client = make.contact("Noura Al-Harbi", by=owner, address="7 Narjis Street", emails=["noura@example.com"])
        deal = make.deal(by=owner, contact=client, service="Fourteen windows", amount=6400)
        template = actions.create_template(name="Contract", record_type="deal", bodies=BODIES, by=owner)
        pk = actions.request(deal, template, by=owner).pk

    def made():
        with tenant_scope(tenant):
            document = Document.objects.get(pk=pk)
            assert document.state in (Document.State.PENDING, Document.State.READY), document.missing or document.error
            return document.file and document.file.open().read()

    text = PdfReader(BytesIO(eventually(made, "the document is made"))).pages[0].extract_text()
    for words in ("Noura Al-Harbi", "7 Narjis Street", "Fourteen windows", "£6,400", "six thousand four hundred"):
        assert words in text
