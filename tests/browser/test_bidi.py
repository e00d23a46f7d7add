"""The hardest mixed strings keep the order of their letters wherever they stand, in both directions.

Proved by geometry, not by pictures: the places of the letters from left to right, as the browser lays them out, must be
those that the string has when it stands alone. Without isolation a full stop, a bracket or a number changes sides.
"""

import pytest
from playwright.sync_api import expect

from contacts.people.actions import create_contact
from crm.channels.email.letters import compose, written
from crm.l10n.state import for_tenant, using
from crm.notify.models import Notification
from crm.notify.wording import marked_sentence, sentence
from crm.tenants.scope import tenant_scope
from sales.deals.actions import open_deal

PERSON = "سارة Al-Faisal (الرياض)!"
FIRM = "ACME & شركاه (KSA) Ltd."
LATIN = "O'Neil & Sons (No. 7)."
TITLE = "Villa 12/ب – نوافذ PVC (2030)"
CODE = "W-12/ب #4."
PHONE, ORDER = "+966 55 120 4477", "Q-2026/15"
HARDEST = (PERSON, FIRM, LATIN, TITLE, CODE)

LAID_OUT = """
(text) => {
  const measure = (node, start) => {
    const boxes = [...text].map((_, at) => {
      const range = document.createRange();
      range.setStart(node, start + at);
      range.setEnd(node, start + at + 1);
      return range.getBoundingClientRect();
    });
    const shown = boxes.some((box) => box.width) && boxes[0].top >= 0;
    const lines = new Set(boxes.filter((box) => box.width).map((box) => Math.round(box.top / 12)));
    if (!shown || lines.size > 1) return null;
    const middles = boxes.map((box, at) => [box.left + box.width / 2, at]);
    return middles.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((pair) => pair[1]);
  };
  const alone = document.createElement("p");
  alone.dir = "auto";
  alone.className = "position-fixed top-0 start-0 text-nowrap";
  alone.textContent = text;
  document.body.append(alone);
  const expected = measure(alone.firstChild, 0);
  const inside = document.createElement("span"); // as if nobody had thought of it
  inside.textContent = text;
  alone.dir = getComputedStyle(document.documentElement).direction;
  alone.replaceChildren(inside);
  const careless = measure(inside.firstChild, 0);
  alone.remove();
  const places = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(text);
    const order = start >= 0 && node.parentElement.checkVisibility() && measure(node, start);
    if (order) places.push({ tag: node.parentElement.tagName, around: node.parentElement.className, order });
  }
  return { expected, careless, places };
}
"""


@pytest.fixture
def told(firm):
    """The strings as names, titles, companies, tags and notes."""
    with tenant_scope(firm.tenant):
        contact = create_contact(
            name=PERSON, company=FIRM, phones=["+966501234567"], tags=[CODE], city=LATIN, owner=firm.rep, by=firm.rep
        )
        deal = open_deal(
            title=TITLE, amount_minor=4_850_000, owner=firm.rep, by=firm.rep, contact=contact, company=contact.company,
            source=LATIN,
        )  # fmt: skip
    return {"contact": contact, "deal": deal}


def paths(told):
    contact, deal = told["contact"], told["deal"]
    return {
        "/people/": {PERSON, FIRM},
        f"/people/{contact.pk}/": {PERSON, FIRM, LATIN, TITLE, CODE},
        f"/companies/{contact.company_id}/": {FIRM, PERSON},
        "/deals/": {TITLE},
        "/deals/table/": {TITLE},
        f"/deals/{deal.pk}/": {TITLE, PERSON},
        "/search/?q=Villa": {TITLE},
    }


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr")])
def test_letters_stand_where_they_would_stand_alone(firm, told, sign_in, language, direction):
    with tenant_scope(firm.tenant):
        firm.rep.language = language
        firm.rep.save()
    page = sign_in(firm.rep)
    met, wrong, careless = set(), [], set()
    for path, required in paths(told).items():
        page.go(path)
        expect(page.locator("html")).to_have_attribute("dir", direction)
        page.evaluate("document.fonts.ready")
        for text in HARDEST:
            laid_out = page.evaluate(LAID_OUT, text)
            met |= {(path, text)} if laid_out["places"] else set()
            careless |= {text} if laid_out["careless"] != laid_out["expected"] else set()
            wrong += [
                (path, text, one["tag"], one["around"])
                for one in laid_out["places"]
                if one["order"] != laid_out["expected"]
            ]
        assert {text for text in required if (path, text) not in met} == set(), path
    assert wrong == []
    # the strings do test something: written carelessly, those of the other direction fall apart
    assert careless == {"rtl": {FIRM, LATIN, TITLE, CODE}, "ltr": {PERSON}}[direction]


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_phones_and_amounts_run_left_to_right(firm, told, sign_in, language):
    with tenant_scope(firm.tenant):
        firm.rep.language = language
        firm.rep.digits = "latn"
        firm.rep.save()
    page = sign_in(firm.rep)
    page.go(f"/people/{told['contact'].pk}/")
    phone = page.locator("a[href='tel:+966501234567']").first.inner_text().strip()
    places = page.evaluate(LAID_OUT, phone)["places"]
    assert places
    assert all(one["order"] == list(range(len(phone))) for one in places)
    page.go(f"/deals/{told['deal'].pk}/")
    places = page.evaluate(LAID_OUT, "48,500")["places"]
    assert places
    assert all(one["order"] == list(range(6)) for one in places)


LONG = {
    "fa": "Alexandrina Wilhelmina Charlotte von Habsburg und Sachsen",
    "en": "عبد الرحمن بن عبد العزيز بن محمد بن عبد الوهاب آل الشيخ الهاشمي القرشي",
}
SHOWN = """
(bdi) => {
  const box = bdi.getBoundingClientRect();
  const sees = (at) => {
    const range = document.createRange();
    range.setStart(bdi.firstChild, at);
    range.setEnd(bdi.firstChild, at + 1);
    const letter = range.getBoundingClientRect();
    return letter.left >= box.left - 1 && letter.right <= box.right + 1;
  };
  return [sees(0), sees(bdi.firstChild.length - 1)];
}
"""


def test_a_name_of_the_other_direction_is_cut_at_its_own_end(firm, sign_in):
    with tenant_scope(firm.tenant):
        for name in LONG.values():
            create_contact(name=name, owner=firm.rep, by=firm.rep)
    page = sign_in(firm.rep)
    for language, name in LONG.items():
        with tenant_scope(firm.tenant):
            firm.rep.language = language
            firm.rep.save()
        page.go("/people/")
        assert page.locator("tbody th bdi", has_text=name).evaluate(SHOWN) == [True, False], language


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_mails_keep_them_apart_too(firm, page, language):
    """A notice names people and titles; what a member writes holds numbers and codes, in paragraphs of two ways."""
    words = f"رقمنا {PHONE} للعرض {ORDER}.\n\nCall {PHONE}, offer {ORDER}."
    reader = for_tenant(firm.tenant, language=language)
    with using(reader):
        told = [Notification(kind="record.assigned", data={"actor": PERSON, "title": each}) for each in (TITLE, LATIN)]
        lines = [{"marked_sentence": marked_sentence(each), "sentence": sentence(each)} for each in told]
    mails = {
        (PERSON, FIRM, TITLE, LATIN): compose(
            "notices", {"lines": lines, "count": 2, "firm": FIRM}, preferences=reader
        ),
        (PHONE, ORDER, FIRM): written("…", words, preferences=reader, firm=FIRM, signature=f"مكتب {PHONE}"),
    }
    for texts, mail in mails.items():
        page.set_content(mail.html)
        page.add_style_tag(content="p { white-space: nowrap }")
        for text in texts:
            laid_out = page.evaluate(LAID_OUT, text)
            assert laid_out["places"], (text, mail.html)
            assert all(one["order"] == laid_out["expected"] for one in laid_out["places"]), text
    shown = [
        page.locator("p", has_text=word).evaluate("each => getComputedStyle(each).direction")
        for word in ("رقمنا", "Call")
    ]
    assert shown == ["rtl", "ltr"]
