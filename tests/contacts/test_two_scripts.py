"""One customer, called by one name in two scripts: everybody reads, finds and sorts them by the one of theirs."""

import json

import pytest
from django.utils.translation import override

from contacts.companies.actions import update_company
from contacts.companies.models import Company
from contacts.companies.queries import duplicates_of as companies_like
from contacts.people.actions import update_contact
from contacts.people.models import Contact
from contacts.people.queries import duplicates_of
from crm.activities.actions import plan
from crm.events.feed import latest
from crm.l10n import state
from crm.lib.text import name_in
from crm.notify.models import Notification
from crm.notify.wording import sentence
from crm.records import registry
from crm.records.actions import assign, delete
from crm.ui import timeline
from crm.ui.where.tree import encode
from sales.deals.placeholders import PLACEHOLDERS, correspondent
from tests import make
from tests.crm.transfer.files import bring_in

ARABIC, LATIN = "نورة الحربي", "Noura Al-Harbi"
HOTELS, FANADIQ = "Rimal Hotels", "فنادق الرمال"


@pytest.fixture
def two(owner):
    """The same rights; one reads Arabic, one English."""
    return {code: make.member(by=owner, role="owner", language=code, name=f"Reader {code}") for code in ("ar", "en")}


@pytest.fixture
def noura(owner):
    hotels = make.company(HOTELS, by=owner, other_name=FANADIQ)
    return make.contact(ARABIC, by=owner, other_name=LATIN, company=hotels, phones=["+966551204477"])


@pytest.mark.parametrize(
    ("name", "other", "arab", "latn"),
    [
        (ARABIC, LATIN, ARABIC, LATIN), (LATIN, ARABIC, ARABIC, LATIN), (ARABIC, "", ARABIC, ARABIC),
        (LATIN, "", LATIN, LATIN), ("شركة ABC", "ABC Co. (2)", "شركة ABC", "ABC Co. (2)"),
        ("ABC ١٢", "شرکت ABC", "شرکت ABC", "ABC ١٢"), ("Иван", "إيفان", "إيفان", "Иван"),
        (ARABIC, "نوره", ARABIC, ARABIC), (LATIN, "Nora", LATIN, LATIN), ("ﻧﻮﺭﺓ", "Noura", "ﻧﻮﺭﺓ", "Noura"),
        ("😀", "۱۲۳", "😀", "😀"),
    ],
)  # fmt: skip
def test_python_and_the_database_agree_which_form_a_reader_sees(owner, name, other, arab, latn):
    company = Company.objects.get(pk=make.company(name, by=owner, other_name=other).pk)
    assert (company.name_arab, company.name_latn) == (arab, latn)
    assert (name_in(name, other, arabic=True), name_in(name, other, arabic=False)) == (arab, latn)
    with override("fa"):
        assert str(company) == arab
    assert str(company) == latn


def test_every_page_calls_them_as_its_reader_does(client_for, two, noura, owner):
    deal = make.deal(by=owner, title="Windows", contact=noura, stage="first_call")
    make.deal(by=owner, title="Doors", contact=noura, company=noura.company, stage="first_call")
    plan(subject="Call", due_at=deal.created_at, assignee=two["ar"], record=noura, by=owner)
    plan(subject="Call", due_at=deal.created_at, assignee=two["en"], record=noura, by=owner)
    person, firm = f"/people/{noura.pk}/", f"/companies/{noura.company_id}/"
    shown = {
        "/people/": (0, 1), "/companies/": (1,), "/deals/table/": (0,), "/deals/": (0, 1),
        "/search/?q=0551204477": (0, 1), "/search/pick/contact/?q=0551204477": (0,), "/today/": (0,), firm: (0,),
        f"/deals/{deal.pk}/": (0,),
    }  # fmt: skip
    names = {"ar": (ARABIC, FANADIQ), "en": (LATIN, HOTELS)}
    for code, other in (("ar", "en"), ("en", "ar")):
        client = client_for(two[code])
        for path, which in shown.items():
            answer = client.get(path)
            text = json.dumps(answer.json(), ensure_ascii=False) if "pick" in path else answer.content.decode()
            assert all(names[code][at] in text and (path == firm or names[other][at] not in text) for at in which), path
        page = client.get(person).content.decode()
        assert f"<h1><bdi>{names[code][0]}</bdi></h1>" in page
        assert f'<bdi class="wl-muted">{names[other][0]}</bdi>' in page


def test_lists_and_their_files_go_by_the_form_that_is_read(client_for, two, owner):
    for name, other in (("زيد", "Adam"), ("باسم", ""), ("Omar", "جابر"), ("Zed", "")):
        make.contact(name, by=owner, other_name=other)
    listed = {}
    for code, member in two.items():
        page = client_for(member).get("/people/")
        listed[code] = [row.title.text for row in page.context["table"].rows]
    assert listed == {"en": ["Adam", "Omar", "Zed", "باسم"], "ar": ["باسم", "جابر", "زيد", "Zed"]}


def test_they_are_found_by_either_form_and_either_sound(client_for, two, noura):
    client = client_for(two["en"])
    for words in (ARABIC, "noura harbi", "Nura Alharbi", "نوره الحربى", FANADIQ, "rimal", "فندق الرمال"):
        assert LATIN in client.get("/people/", {"q": words}).content.decode(), words
    for op, words in (("is", ARABIC), ("has", "harbi"), ("starts", "noura")):
        where = encode(["all", ["all", ["name", op, words]]])
        assert LATIN in client.get("/people/", {"where": where}).content.decode(), words
    where = encode(["all", ["all", ["name", "hasnt", "harbi"]]])
    assert LATIN not in client.get("/people/", {"where": where}).content.decode()


def test_a_name_in_either_script_is_known_already(owner, noura):
    assert [each.contact for each in duplicates_of(member=owner, name="نورة الحربی")] == [noura]
    assert [each.contact for each in duplicates_of(member=owner, name="?", other_name=LATIN)] == [noura]
    assert companies_like("", "rimal hotels") == companies_like(FANADIQ) == [noura.company]
    assert make.contact("Sara", by=owner, company=FANADIQ).company == noura.company


def test_the_form_asks_for_the_other_form_and_refuses_the_same_script(client_for, owner, noura):
    client = client_for(owner)
    assert "Name in Arabic script" in client.get("/people/new/").content.decode()
    edit = f"/people/{noura.pk}/edit/"
    assert "Name in Latin letters" in client.get(edit).content.decode()
    answer = client.post("/people/new/", {"name": "Sara", "other_name": "Sarah", "kind": "prospect"})
    assert answer.status_code == 422 and "Both names are in the same script." in answer.content.decode()
    answer = client.post(f"/people/{noura.pk}/facts/name/", {"name": "Nora"})
    assert answer.status_code == 422 and "Both names are in the same script." in answer.content.decode()
    client.post("/people/new/", {"name": "Sara", "other_name": " سارة ", "kind": "prospect"})
    assert Contact.objects.get(name="Sara").other_name == "سارة"


def test_what_happened_is_told_by_the_form_that_is_read(owner, two, noura, run_due):
    assign(noura, to=two["ar"], by=owner)
    update_contact(noura, by=owner, other_name="Nora Harbi")
    delete(noura, by=owner)
    run_due()
    told = {}
    for code in ("ar", "en"):
        with state.using(state.for_member(two[code])):
            told[code] = [
                sentence(Notification.objects.get(kind="record.assigned")),
                timeline.entry(latest(noura, "contact.deleted")).line,
                timeline.entry(latest(noura, "contact.created")).line,
            ]
    assert all(ARABIC in line for line in told["ar"])
    assert all(name in line for name, line in zip(("Nora Harbi", "Nora Harbi", LATIN), told["en"], strict=True))
    with override("en"):
        assert "Name in the other script" in timeline.entry(latest(noura, "contact.updated")).line


def test_papers_and_letters_name_customers_in_their_own_script(owner, noura):
    deal = make.deal(by=owner, contact=noura, company=noura.company)
    values = {each.key: each.value for each in PLACEHOLDERS}
    for code, name, firm in (("ar", ARABIC, FANADIQ), ("fa", ARABIC, FANADIQ), ("en", LATIN, HOTELS)):
        with override(code):
            assert (values["client.name"](deal), values["client.company"](deal)) == (name, firm)
            assert f"{correspondent(deal).name}" == name
            person = {each.key: each.value for each in registry.get("contact").resolve("placeholders")}
            assert (person["client.name"](noura), person["client.company"](noura)) == (name, firm)


def test_a_company_renamed_is_so_for_its_people(owner, noura):
    update_company(noura.company, by=owner, other_name="منتجع الرمال")
    noura.refresh_from_db()
    with override("ar"):
        assert noura.company_called == "منتجع الرمال"
    assert noura.company_called == HOTELS


class TestImport:
    def test_both_forms_come_in_and_each_finds_who_is_here(self, owner, noura, run_due):
        text = (
            "Arabic name,English name,Company\nنوره الحربي,,فنادق الرمال\nسارة,Sara,فنادق الرمال\n,Omar,\nSam,Samuel,\n"
        )
        job = bring_in(text, by=owner, run_due=run_due)
        assert job.mapping == ["name", "other_name", "company"]
        assert (job.created, Company.objects.count()) == (3, 1)
        sara, sam = Contact.objects.get(name="سارة"), Contact.objects.get(name="Sam")
        assert (sara.other_name, sara.company, sara.company_other_name) == ("Sara", noura.company, FANADIQ)
        assert (sam.other_name, sam.note) == ("", "Samuel")
        assert Contact.objects.get(name="Omar").other_name == ""

    def test_what_is_here_gains_its_other_form_and_keeps_its_own(self, owner, noura, run_due):
        make.contact("Omar Fahd", by=owner, phones=["+966551204478"])
        text = "Name,Other name,Phone\nNoura Harbi,,+966551204477\nعمر فهد,Omar Fahd,+966551204478\n"
        job = bring_in(text, by=owner, run_due=run_due, repeats="overwrite")
        assert (job.updated, job.created) == (2, 0)
        names = set(Contact.objects.values_list("name", "other_name"))
        assert names == {(ARABIC, "Noura Harbi"), ("Omar Fahd", "عمر فهد")}

    def test_companies_likewise(self, owner, noura, run_due):
        text = "Company,Name in Arabic\nRimal Hotels,منتجع الرمال\nMasharef,مشارف\nManarat,\n"
        bring_in(text, by=owner, run_due=run_due, record_type="company")
        names = set(Company.objects.values_list("name", "other_name"))
        assert names == {(HOTELS, FANADIQ), ("Masharef", "مشارف"), ("Manarat", "")}
