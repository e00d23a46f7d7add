"""The hardest mixed strings on paper: each value keeps its own order, and its place among the words around it.

Proved by geometry: the letters of a line from left to right, as the PDF places them.
"""

import re
import unicodedata
from datetime import date
from io import BytesIO

import pytest
from django.utils.html import format_html
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTContainer

from crm.documents import sheets
from crm.documents.render import render_pdf
from crm.documents.values import Value, isolated
from crm.l10n.state import using
from crm.tenants.models import Tenant
from tests.crm.documents.test_render import ENGINES, READERS

PHONE, ORDER, MAIL, PRODUCT = "+966 55 120 4477", "Q-2026/15", "n.h-2@mail.example", "PVC-70 (2mm) 7."
LATIN = (("phone", "+966551204477"), ("code", ORDER), ("code", MAIL), ("text", PRODUCT))
PERSON = "نورة (جدة) 12/ب."
TEXTS = {
    "ar": "رقم {} ثم {} بريد {} صنف {} شكرا",
    "fa": "شماره {} سپس {} رایانامه {} کالا {} سپاس",
    "en": "Tel {} no {} mail {} for {} thanks",
}
NAMED = {"ar": "من {} شكرا {}", "fa": "از {} سپاس {}", "en": "From {} thanks {}"}


def lines_of(pdf):
    """The letters of each line of the first page, from left to right, without spaces."""
    rows = {}
    for glyph in _glyphs(next(iter(extract_pages(BytesIO(pdf))))):
        rows.setdefault(round(glyph.matrix[5]), []).append((glyph.x0, glyph.get_text()))
    joined = ("".join(text for _left, text in sorted(row)) for row in rows.values())
    return [re.sub(r"\s", "", unicodedata.normalize("NFKC", line)) for line in joined]


def _glyphs(place):
    if isinstance(place, LTChar):
        yield place
    elif isinstance(place, LTContainer):
        for each in place:
            yield from _glyphs(each)


def printed(language, text, values, engine):
    """Lines of a paper in a language, with a paragraph of this text, its values as templates print them."""
    with using(READERS[language]):
        body = format_html(f"<p>{text}</p>", *(Value(kind, raw) for kind, raw in values))
        firm = Tenant(name="Brick & Pane (KSA) Ltd.", address=f"طريق 12/ب\n{PHONE}")
        html = sheets.page(body, tenant=firm, title=PRODUCT, code=ORDER, day=date(2026, 11, 21))
        return lines_of(render_pdf(html, engine=engine))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("language", READERS)
def test_what_is_latin_keeps_its_order_and_its_place(engine, language):
    lines = printed(language, TEXTS[language], LATIN, engine)
    shown = [re.sub(r"\s", "", text) for text in (PHONE, ORDER, MAIL, PRODUCT)]
    line = next(line for line in lines if shown[2] in line)
    places = [line.find(text) for text in shown]
    assert -1 not in places, line
    assert places == sorted(places, reverse=language != "en")
    assert sum(shown[0] in line for line in lines) == 2  # at the head, too
    assert any(shown[3] in each for each in lines if shown[2] not in each), "the title"
    assert any("Brick&Pane(KSA)Ltd." in each for each in lines)


@pytest.mark.parametrize("language", READERS)
def test_an_arabic_name_reads_from_the_right_and_ends_where_it_ends(language):
    lines = printed(language, NAMED[language], [("text", PERSON), ("code", ORDER)], "weasyprint")
    line = next(each for each in lines if "ةرون" in each and ORDER in each)
    # the bracket stands about the town, the house number keeps its order, and the full stop ends the name on its left
    assert re.search(r"\.ب/12[()]ةدج[()]ةرون", line), line
    assert (line.find(ORDER) < line.find("ةرون")) == (language != "en")


def test_without_isolation_they_would_fall_apart():
    """The strings do test something."""
    with using(READERS["ar"]):
        assert isolated(PHONE, "phone") != PHONE
        body = f"<p>رقم {PHONE} ثم {ORDER} صنف {PRODUCT} شكرا</p>"
        html = sheets.page(body, tenant=Tenant(name="x"), title="x", code="1", day=date(2026, 11, 21))
        lines = lines_of(render_pdf(html, engine="weasyprint"))
    careless = next(line for line in lines if "PVC" in line)
    assert re.sub(r"\s", "", PHONE) not in careless and re.sub(r"\s", "", PRODUCT) not in careless
