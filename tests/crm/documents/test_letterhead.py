"""The firm's logo at the head of its papers."""

from base64 import b64encode
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTContainer, LTImage
from pypdf import PdfReader

from crm.documents import actions, sheets
from crm.documents.render import render_pdf
from crm.documents.serving import PREVIEW
from crm.l10n.state import using
from crm.setup.logo.actions import remove_logo, upload_logo
from crm.tenants.models import Tenant
from tests.crm.documents.test_making import made
from tests.crm.documents.test_render import ENGINES, READERS
from tests.crm.setup.pictures import drawn, uploaded

SIZES = {"wide": (600, 100), "tall": (150, 300), "square": (300, 300)}
WIDTH, MARGIN = 595, 57  # points of A4, and of its 20 millimetres of margin
MOST = (177, 58)  # points: 62 × 20 millimetres


def sheet(language, logo, engine="weasyprint"):
    firm = Tenant(name="Brick & Pane", address="12 Mill Lane")
    with using(READERS[language]):
        page = sheets.page("<p>x</p>", tenant=firm, title="Contract", code="1", day=date(2026, 11, 21), logo=logo)
        return render_pdf(page, engine=engine)


def logo_of(size, content=None):
    return f"data:image/png;base64,{b64encode(content or drawn(size, 'RGB')).decode()}"


def pictures(pdf):
    """The places of the pictures on the first page, in points from its lower left corner."""

    def within(place):
        if isinstance(place, LTImage):
            yield place
        elif isinstance(place, LTContainer):
            for each in place:
                yield from within(each)

    return list(within(next(iter(extract_pages(BytesIO(pdf), maxpages=1)))))


def content_of(document):
    with document.file.open("rb") as file:
        return file.read()


def images_in(pdf):
    return [image.image.size for image in PdfReader(BytesIO(pdf)).pages[0].images]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_stands_where_the_page_begins_and_keeps_its_shape(language, shape, engine):
    [place] = pictures(sheet(language, logo_of(SIZES[shape]), engine))
    width, height = SIZES[shape]
    assert place.width / place.height == pytest.approx(width / height, rel=0.05)
    assert place.width <= MOST[0] and place.height <= MOST[1]
    assert place.width == pytest.approx(MOST[0], abs=2) or place.height == pytest.approx(MOST[1], abs=2)
    edge = place.x0 if language == "en" else WIDTH - place.x1
    assert edge == pytest.approx(MARGIN, abs=2)
    assert place.y0 > 700  # at the head


def test_who_cannot_see_it_is_told_what_it_is():
    firm, logo = Tenant(name='A "firm"'), logo_of((300, 100))
    with using(READERS["ar"]):
        html = sheets.page("", tenant=firm, title="", code="1", day=date(2026, 11, 21), logo=logo)
    assert 'alt="شعار A &quot;firm&quot;"' in html


@pytest.mark.parametrize("content", [b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"])
def test_one_that_is_no_picture_does_not_keep_a_paper_from_being_made(content):
    assert images_in(sheet("en", logo_of((300, 100), content))) == []


def test_a_paper_bears_the_logo_that_stands_when_it_is_made(person, template, owner, acme, run_due):
    upload_logo(acme, uploaded(drawn((300, 100), "RGB")), by=owner)
    document = made(person, template, run_due)
    pdf = content_of(document)
    assert images_in(pdf) == [(300, 100)]
    remove_logo(acme, by=owner)
    assert content_of(document) == pdf  # what was made stays as it was
    actions.make_again(document, by=owner)
    run_due()
    document.refresh_from_db()
    assert images_in(content_of(document)) == []


def test_a_storage_that_is_away_delays_a_paper_rather_than_printing_it_bare(
    person, template, owner, acme, run_due, monkeypatch
):
    upload_logo(acme, uploaded(), by=owner)
    monkeypatch.setattr("crm.tenants.logos.content_of", lambda logo: (_ for _ in ()).throw(OSError("away")))
    document = actions.request(person, template, by=owner)
    run_due(may_fail=True)
    document.refresh_from_db()
    assert (document.state, document.error) == ("failed", "OSError: away")


def test_it_stands_above_the_preview_of_a_template_too(client_for, owner, acme):
    upload_logo(acme, uploaded(), by=owner)
    form = {"name": "Letter", "title_en": "Letter", "source_en": "<p>x</p>"}
    answer = client_for(owner).post(reverse("documents:preview", args=["contact", "en"]), form)
    assert 'src="data:image/png;base64,' in answer.content.decode()
    assert answer.headers["Content-Security-Policy"] == PREVIEW and "img-src data:" in PREVIEW
