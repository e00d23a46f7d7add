"""Taking an import back: the whole database as it was, but for what somebody has changed or worked with since."""

from datetime import date

import pytest
from django.utils import timezone
from guardian.shortcuts import assign_perm

from contacts.companies.actions import update_company
from contacts.companies.models import Company, CompanyShare
from contacts.people.actions import update_contact
from contacts.people.models import Contact, ContactPoint
from crm.activities.actions import plan
from crm.activities.conversations import log_call
from crm.events.models import Event
from crm.records.actions import add_tag, delete
from crm.tenants.scope import tenant_scope
from crm.transfer import pieces
from crm.transfer.actions import NotReady, stop, undo
from crm.transfer.models import ImportJob, ImportRow
from tests import make
from tests.conftest import out_of_scope
from tests.crm.transfer.dumps import changed, dump
from tests.crm.transfer.files import bring_in, started

State, Repeats = ImportJob.State, ImportJob.Repeats
PEOPLE = """Name,Phone,Phone 2,Email,Company,City,Address,Birthday,Tags,Note,Type
Noura Al-Harbi,+966551204477,0551204478,noura@example.com,Najd Towers,Jeddah,Narjis,1990-02-03,vip;north,Late,customer
Noura Alharbi,+966551204477,,noura@work.example,NAJD TOWERS,,,,south,,
Karim Said,+966501112233,,karim@example.com,Blue Door,Riyadh,,13/13/1990,,,partner
Karim Said,+966501112233,+966501112234,,Blue Door,,Second street,1985-05-05,late,,
Layla Hassan,+966507777777,,,Green Gate,Abha,,,,,
Layla Hassan,,,layla@example.com,Green Gate,,,,,,
Omar Fahd,,,omar@example.com,Najd  Towers,,,,,"two
lines",
omar@example.com,,,omar@example.com,,Tabuk,,,,,
,,,,,,,,,nobody,
Sami Old,+966508888888,,sami@new.example,,Medina,,1970-01-01,kept,,supplier
"""
COMPANIES = """Company,Phone,Email,Website,City,Tags,Note
Najd Towers,+966112223344;+966112223355,info@najd.example,najd.example,Riyadh,gold,First
NAJD TOWERS,,,,,silver,
Blue Door,,hello@blue.example,,Jeddah,,
Blue  Door,+966119998877,,,,,More
"""


@pytest.fixture
def firm(arabic, owner, zenith_seats, run_due):
    """People and firms whom the files know too, with a history; and another workspace with the same people."""
    najd = make.company("Najd Towers", by=owner, tags=["old"])
    noura = make.contact(
        "Noura Al-Harbi", by=owner, phones=["+966551204477"], emails=["noura@home.example"], tags=["known"], city="Abha"
    )
    make.contact("Sami Old", by=owner, phones=["+966508888888"], company=najd, birthday=date(1971, 2, 2), note="Mine")
    make.contact("omar@example.com", by=owner, emails=["omar@example.com"])
    make.deal(by=owner, contact=noura, amount=900)
    plan(subject="Call", due_at=timezone.now(), assignee=owner, record=noura, by=owner)
    tenant, other = zenith_seats
    with out_of_scope(), tenant_scope(tenant):
        make.contact("Noura Al-Harbi", by=other, phones=["+966551204477"])
    run_due()
    return owner


def whole(tenant):
    """Both workspaces."""
    with out_of_scope(), tenant_scope(tenant):
        there = dump()
    return {"acme": dump(), "zenith": there}


def taken_back(job, *, by, run_due):
    undo(job, by=by)
    run_due()
    job.refresh_from_db()
    assert job.state == State.UNDONE
    return job


@pytest.mark.parametrize("at_once", [1, 3, 500])
@pytest.mark.parametrize("repeats", Repeats)
@pytest.mark.parametrize(
    ("record_type", "text"), [("contact", PEOPLE), ("company", COMPANIES)], ids=["people", "firms"]
)
def test_undo_leaves_every_table_as_it_was(record_type, text, repeats, at_once, firm, zenith, run_due, monkeypatch):
    monkeypatch.setattr(pieces, "TAKEN_AT_ONCE", at_once)
    before = whole(zenith)
    job = bring_in(text, by=firm, run_due=run_due, record_type=record_type, repeats=repeats, tag="from the fair")
    assert job.state == State.DONE
    after = whole(zenith)
    assert changed(before["acme"], after["acme"])
    assert changed(before["zenith"], after["zenith"]) == {}
    taken_back(job, by=firm, run_due=run_due)
    assert (job.undone, job.kept) == (job.created + job.updated, 0)
    now = whole(zenith)
    assert changed(before["acme"], now["acme"]) == {}
    assert changed(before["zenith"], now["zenith"]) == {}


def test_the_file_of_these_tests_creates_completes_merges_and_refuses(firm, run_due):
    job = bring_in(PEOPLE, by=firm, run_due=run_due, repeats=Repeats.OVERWRITE)
    assert (job.total, job.created, job.updated, job.skipped, job.failed) == (10, 2, 7, 0, 1)
    assert Contact.objects.count() == 5
    assert sorted(Company.objects.values_list("name", flat=True)) == ["Blue Door", "Green Gate", "Najd Towers"]


def test_undo_of_a_stopped_import_takes_back_what_came_in(firm, run_due, monkeypatch):
    monkeypatch.setattr(pieces, "TAKEN_AT_ONCE", 4)
    before = dump()
    job = started(PEOPLE, by=firm)
    pieces.resume(job.pk), pieces.resume(job.pk)
    job.refresh_from_db()
    stop(job, by=firm)
    run_due()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (State.STOPPED, 4, 10)
    taken_back(job, by=firm, run_due=run_due)
    assert changed(before, dump()) == {}


def test_undo_keeps_whom_somebody_has_changed_since_and_says_so(firm, run_due, client_for):
    job = bring_in("Name,Phone\nNew One,+966500000001\nNew Two,+966500000002\n", by=firm, run_due=run_due)
    one, two = Contact.objects.get(name="New One"), Contact.objects.get(name="New Two")
    update_contact(one, by=firm, city="Riyadh")
    taken_back(job, by=firm, run_due=run_due)
    assert (job.undone, job.kept) == (1, 1)
    assert list(job.rows.order_by("line").values_list("outcome", flat=True)) == ["kept", "undone"]
    assert Contact.objects.filter(pk__in=[one.pk, two.pk]).values_list("name", "city").get() == ("New One", "Riyadh")
    assert Event.objects.filter(kind="contact.imported").values_list("record_id", flat=True).get() == one.pk
    page = client_for(firm).get(f"/imports/{job.pk}/").content.decode()
    assert "Kept" in page or "بقيت" in page


@pytest.mark.parametrize(
    "work",
    [
        lambda person, by: log_call(person, outcome="reached", by=by),
        lambda person, by: plan(subject="Call", due_at=timezone.now(), assignee=by, record=person, by=by),
        lambda person, by: make.deal(by=by, contact=person),
        lambda person, by: add_tag(person, tag="good", by=by),
        lambda person, by: delete(person, by=by),
        lambda person, by: assign_perm("view_contact", by.user, person),
    ],
    ids=["called", "given a task", "sold to", "tagged", "deleted", "shown to a colleague"],
)
def test_undo_keeps_whom_somebody_has_worked_with_since(work, firm, run_due):
    job = bring_in("Name,Phone\nNew One,+966500000001\n", by=firm, run_due=run_due)
    work(Contact.objects.get(name="New One"), firm)
    run_due()
    before = dump()
    taken_back(job, by=firm, run_due=run_due)
    assert (job.undone, job.kept) == (0, 1)
    assert changed(before, dump()) == {}


def test_undo_keeps_a_value_that_somebody_has_corrected_since_and_takes_back_the_other_rows(firm, run_due):
    text = "Name,Phone,City,Address\nSami Old,+966508888888,Medina,\nNoura Al-Harbi,+966551204477,,7 Narjis St\n"
    job = bring_in(text, by=firm, run_due=run_due)
    sami = Contact.objects.get(name="Sami Old")
    update_contact(sami, by=firm, city="Mecca")
    taken_back(job, by=firm, run_due=run_due)
    sami.refresh_from_db()
    assert sami.city == "Mecca"
    assert Contact.objects.get(name="Noura Al-Harbi").address == ""
    assert (job.undone, job.kept) == (1, 1)


def test_undo_keeps_what_somebody_has_added_beside_it_since(firm, run_due):
    job = bring_in("Name,Phone,City\nSami Old,+966508888888,Medina\n", by=firm, run_due=run_due)
    sami = Contact.objects.get(name="Sami Old")
    update_contact(sami, by=firm, emails=["own@example.com"])
    moment = Contact.objects.get(pk=sami.pk).updated_at
    taken_back(job, by=firm, run_due=run_due)
    sami.refresh_from_db()
    assert (sami.city, sami.email, sami.updated_at) == ("", "own@example.com", moment)


def test_undo_keeps_a_firm_that_another_file_has_given_people(firm, run_due):
    firms = bring_in("Company\nGreen Gate\n", by=firm, run_due=run_due, record_type="company")
    bring_in("Name,Phone,Company\nLayla,+966507777777,Green Gate\n", by=firm, run_due=run_due)
    taken_back(firms, by=firm, run_due=run_due)
    assert (firms.undone, firms.kept) == (0, 1)
    assert Contact.objects.get(name="Layla").company.name == "Green Gate"


def test_undo_keeps_a_firm_of_the_file_that_was_shown_to_a_colleague(firm, run_due):
    job = bring_in("Name,Phone,Company\nLayla,+966507777777,Green Gate\n", by=firm, run_due=run_due)
    assign_perm("view_company", firm.user, Company.objects.get(name="Green Gate"))
    taken_back(job, by=firm, run_due=run_due)
    assert not Contact.objects.filter(name="Layla").exists()
    assert CompanyShare.objects.get().content_object.name == "Green Gate"


def test_undo_keeps_a_firm_of_the_file_that_somebody_has_changed(firm, run_due):
    job = bring_in("Name,Phone,Company\nLayla,+966507777777,Green Gate\n", by=firm, run_due=run_due)
    update_company(Company.objects.get(name="Green Gate"), by=firm, city="Abha")
    taken_back(job, by=firm, run_due=run_due)
    assert not Contact.objects.filter(name="Layla").exists()
    assert Company.objects.filter(name="Green Gate", city="Abha").exists()


def test_undo_of_the_first_of_two_files_leaves_what_the_second_said(firm, run_due):
    first = bring_in("Name,Phone,City\nSami Old,+966508888888,Medina\n", by=firm, run_due=run_due)
    before = dump()
    text = "Name,Phone,City\nSami Old,+966508888888,Mecca\n"
    second = bring_in(text, by=firm, run_due=run_due, repeats=Repeats.OVERWRITE)
    taken_back(first, by=firm, run_due=run_due)
    assert Contact.objects.get(name="Sami Old").city == "Mecca"
    taken_back(second, by=firm, run_due=run_due)
    assert changed(before, dump()) == {}


def test_undo_happens_once(firm, run_due):
    job = bring_in("Name,Phone\nNew One,+966500000001\n", by=firm, run_due=run_due)
    taken_back(job, by=firm, run_due=run_due)
    with pytest.raises(NotReady):
        undo(job, by=firm)


def test_what_was_only_found_cannot_be_undone(firm, run_due):
    job = bring_in("Name,Phone\nSami Old,+966508888888\n", by=firm, run_due=run_due)
    assert (job.skipped, job.can_be_undone) == (1, False)
    with pytest.raises(NotReady):
        undo(job, by=firm)


def test_a_file_can_be_brought_in_again_after_its_undo(firm, run_due):
    before = dump()
    for _time in range(2):
        job = bring_in(PEOPLE, by=firm, run_due=run_due)
        points = sorted(ContactPoint.objects.values_list("value", flat=True))
        taken_back(job, by=firm, run_due=run_due)
        assert changed(before, dump()) == {}
    assert len(points) == len(set(points))
    assert set(ImportRow.objects.values_list("outcome", flat=True)) <= {"undone", "skipped", "failed"}
