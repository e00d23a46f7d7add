"""What is purged is gone: looked for by its words in every table of the workspace, and among the files."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import PROTECT
from django.utils import timezone

from contacts.models import Company, Contact
from contacts.people.actions import update_contact
from crm.access.sharing import share
from crm.activities.actions import cancel, plan
from crm.activities.conversations import add_note, log_call
from crm.activities.models import Task
from crm.audit.models import Entry
from crm.backup.erasing import TABLES
from crm.backup.saving import walk
from crm.channels.email.actions import queue_mail
from crm.channels.email.letters import Letter
from crm.documents.attachments import attach
from crm.events.models import Event, Timer
from crm.notify.models import Notification
from crm.records import actions, registry
from crm.records.fields.actions import add_field
from crm.records.purging import StillNeeded, empty_bin, purge
from crm.ui.bulk.actions import start
from sales.models import Deal
from tests import make
from tests.crm.transfer.files import bring_in

WORD = "Zyxandra"  # in everything that is written about her, and in nothing else


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": place}


@pytest.fixture
def person(rep, other_rep, owner, run_due, django_capture_on_commit_callbacks):
    """Somebody with everything that a record can have: she came in a file, and much has been done since."""
    bring_in(f"Name,Phone,Note\n{WORD} Harbi,0551234567,{WORD} asks\n", by=owner, run_due=run_due)
    her = Contact.objects.get()
    actions.assign(her, to=rep, by=owner)
    pet = add_field(registry.get("contact"), kind="text", name="Pet", unique=True, by=owner)
    update_contact(her, by=rep, address=f"{WORD} Street", custom={pet.key: f"{WORD} the cat"})
    task = plan(subject=f"Call {WORD}", due_at=timezone.now() - timedelta(hours=1), record=her, by=rep)
    log_call(her, outcome="reached", body=f"{WORD} is glad", by=rep)
    add_note(her, body=f"{WORD} has a dog", by=rep)
    attach(her, [SimpleUploadedFile(f"{WORD}.pdf", b"%PDF-1.7\nplan")], by=rep)
    attach(task, [SimpleUploadedFile(f"{WORD} too.pdf", b"%PDF-1.7\nplan")], by=rep)
    queue_mail(to="z@example.com", letter=Letter(f"For {WORD}", "…", "", "en"), record=her, by=rep)
    share(her, other_rep, "edit")
    start(registry.get("contact"), "edit", asked="", values="field=note&note=VIP", by=owner)
    run_due()
    return her


def mentions():
    """{table: rows} of the workspace that hold the word."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS each WHERE each::text ILIKE %s', [f"%{WORD}%"])  # noqa: S608
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


def test_nothing_of_a_purged_record_is_left_in_any_table(person, rep, owner, django_capture_on_commit_callbacks):
    ones_own = make.contact("Somebody else", by=rep)
    assert len(mentions()) > 10 and len(list(walk(default_storage))) >= 2 and Notification.objects.exists()
    actions.delete(person, by=rep)
    with django_capture_on_commit_callbacks(execute=True):
        purge(person, by=owner)
    assert mentions().keys() == {"audit_entry"}
    assert not [name for name in walk(default_storage) if not name.startswith("imports/")]
    assert not Event.objects.filter(record_type="contact", record_id=person.pk).exists()
    assert not Event.objects.filter(record_type="task").exists() and not Task.objects.exists()
    last = Entry.objects.order_by("-pk").first()
    assert (last.action, last.record_id, last.actor_id, last.data) == ("contact.purged", person.pk, owner.pk, {})
    assert Contact.objects.get() == ones_own


def test_others_stay_without_the_link(rep, owner):
    firm = make.company(WORD, by=rep)
    her = make.contact("Noura", by=rep, company=firm)
    deal = make.deal(by=rep, contact=her, company=firm)
    actions.delete(firm, by=rep)
    purge(firm, by=owner)
    her.refresh_from_db()
    deal.refresh_from_db()
    assert (her.company, her.company_name, deal.company, deal.contact) == (None, "", None, her)
    assert WORD.lower() not in her.search_norm


def test_what_may_not_be_without_it_forbids_a_purge_and_is_named(rep, owner, monkeypatch):
    her = make.contact("Noura", by=rep)
    make.deal(title="Fourteen windows", by=rep, contact=her)
    monkeypatch.setattr(Deal._meta.get_field("contact").remote_field, "on_delete", PROTECT)
    add_note(her, body="kept", by=rep)
    actions.delete(her, by=rep)
    with pytest.raises(StillNeeded, match="Noura stays, for it is needed by: Deal Fourteen windows"):
        purge(her, by=owner)
    assert Contact.objects.get() == her and Event.objects.filter(kind="note.added").exists()
    assert not Entry.objects.filter(action="contact.purged").exists()


def test_only_what_is_in_the_bin_is_purged(rep, owner):
    with pytest.raises(ValueError, match="not in the bin"):
        purge(make.contact("Noura", by=rep), by=owner)


class TestInTime:
    @pytest.fixture
    def old(self, acme, rep):
        """Deleted a hundred days ago; and a younger one."""
        old, young = make.contact("Old", by=rep), make.company("Young", by=rep)
        for record in (old, young):
            actions.delete(record, by=rep)
        Contact.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - timedelta(days=100))
        return old

    def test_the_bin_is_emptied_a_day_after_a_deletion_and_every_day_while_it_holds_something(self, acme, old, run_due):
        timer = Timer.objects.get(kind="records.empty_bin")
        assert timedelta(hours=23) < timer.due - timezone.now() < timedelta(hours=25)
        run_due(now=timezone.now())
        assert Contact.objects.exists()
        assert empty_bin(acme.pk).seconds == 0  # there may be more
        assert not Contact.objects.exists() and Company.objects.exists()
        assert Entry.objects.get(action="contact.purged").actor_kind == "system"
        assert empty_bin(acme.pk).seconds == 24 * 60 * 60
        Company.objects.all().delete()
        assert empty_bin(acme.pk) is None

    def test_never_means_never(self, acme, old):
        acme.bin_days = 0
        acme.save()
        assert empty_bin(acme.pk).seconds == 24 * 60 * 60
        assert Contact.objects.exists()

    def test_one_that_stays_is_no_failure(self, acme, old, rep, monkeypatch):
        Deal.objects.filter(pk=make.deal(by=rep).pk).update(contact=old)
        monkeypatch.setattr(Deal._meta.get_field("contact").remote_field, "on_delete", PROTECT)
        assert empty_bin(acme.pk).seconds == 24 * 60 * 60
        assert Contact.objects.get() == old


def test_a_dropped_task_lies_in_the_bin_if_a_person_dropped_it(rep, owner, run_due):
    her = make.contact("Noura", by=rep)
    by_hand = plan(subject="Call", due_at=timezone.now() + timedelta(days=1), by=rep)
    plan(subject="Visit", due_at=timezone.now() + timedelta(days=1), record=her, by=rep)
    cancel(by_hand, by=rep)
    actions.delete(her, by=rep)
    run_due()
    kind = registry.get("task")
    assert Task.objects.filter(deleted_at=None).count() == 0
    assert list(kind.gone(rep)) == [by_hand]
    back = kind.resolve("restore")(by_hand, by=rep)
    assert back.is_open and back.deleted_by is None
    assert Timer.objects.filter(kind="activities.overdue", object_id=by_hand.pk).exists()
