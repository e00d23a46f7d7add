"""A workspace leaves one place and arrives in another, under other keys: whole, and nobody else with it."""

import base64
import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from contacts.models import Contact
from crm.activities.models import Task
from crm.audit.models import Entry
from crm.automation.models import Rule
from crm.backup import closing, erasing
from crm.channels.email.models import Message
from crm.documents.models import Attachment
from crm.events.models import Event, EventLink, Timer
from crm.moving import saving
from crm.moving.catalogue import parts
from crm.moving.reading import Parcel
from crm.notify.models import Notification
from crm.records.models import CustomField, UniqueValue
from crm.setup.invitations.models import Invitation
from crm.tenants.logos import content_of, current_logo
from crm.tenants.models import Logo, Member, Tenant, User
from crm.tenants.public import open_link
from crm.tenants.scope import tenant_scope
from crm.ui.models import SavedView
from marketing.models import WebForm
from sales.models import Deal, DealShare
from tests.crm.moving import people
from tests.crm.moving.firms import PDF, STRANGER

# what is another on purpose where it arrives; the tests below say how
OTHERWISE = {
    "tenants.Member": {"active", "lists"}, "audit.Entry": {"number", "previous", "hash", "data"},
    "channels.Message": {"state", "attachments", "key"}, "marketing.WebForm": {"token"},
    "notify.Notification": {"key", "data", "mail_waits"},
}  # fmt: skip


def say(command, *args, **options):
    out = io.StringIO()
    call_command(command, *args, stdout=out, stderr=out, **options)
    return out.getvalue()


def shift_keys():
    """As in another installation: every table has given out other keys."""
    with connections["owner"].cursor() as cursor:
        for number, part in enumerate(parts(), 1):
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), 5000 + 1000 * %s)", [part.table, number]
            )  # far apart, so that no key is right by chance


@pytest.fixture
def archive(story, tmp_path):
    path = tmp_path / "by_hand.wasl.zip"
    assert f"{path}: " in say("workspace_export", "nawafeth", str(path)) and path.stat().st_mode & 0o077 == 0
    with tenant_scope(story.tenant):
        assert Entry.objects.filter(action="workspace.exported", data={"by": "manage.py"}).exists()
    for args, reason in ((("nowhere", tmp_path / "a"), "no workspace nowhere"), (("nawafeth", path), "already")):
        with pytest.raises(CommandError, match=reason):
            call_command("workspace_export", *args)
    return path


@pytest.fixture
def moved(archive, story, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow one adds nothing here
    shift_keys()
    said = say("workspace_import", archive, slug="moved")
    assert "asked in: owner@nawafeth.example" in said and "rep@" not in said
    return Tenant.objects.get(slug="moved")


def rows_of(path):
    with Parcel(path) as parcel:
        return {part.label: list(parcel.rows(part.label)) for part in parts()}, parcel.manifest


def test_a_workspace_arrives_whole_and_outlives_its_original(story, archive, moved, tmp_path):
    again = tmp_path / "again.zip"
    saving.save(moved, again)
    compare_tables(archive, again)
    follow_references(story.made, moved)
    look_at_what_was_left(story, moved)
    look_at_the_trail(archive, moved)
    hold_the_wall(archive, moved)
    people.take_their_seats(story, moved)
    lose_the_original(story, moved)


def compare_tables(archive, again):
    """Row by row: the same values, and every foreign key moved as far as the table that it leads to."""
    before, _manifest = rows_of(archive)
    after, _manifest = rows_of(again)
    after["audit.Entry"] = [row for row in after["audit.Entry"] if row["action"] != "workspace.imported"]
    offsets = {label: after[label][0]["id"] - rows[0]["id"] for label, rows in before.items() if rows}
    assert len(set(offsets.values())) == len(offsets) and len(offsets) > 30, "keys differ from table to table"
    for part in parts():
        old_rows = before[part.label]
        new_rows = after[part.label][: len(old_rows)]  # asking the owner in made a mail and an event besides
        assert len(old_rows) == len(new_rows), part.label
        for old, new in zip(old_rows, new_rows, strict=True):
            compare_row(part, old, new, offsets)


def compare_row(part, old, new, offsets):
    assert new["id"] - old["id"] == offsets[part.label]
    for column, value in old.items():
        if column in part.targets:
            target = part.targets[column]._meta.label
            if target in offsets and value is not None:
                assert new[column] - value == offsets[target], (part.label, column)
        elif column not in part.carriers and column not in {"id", *OTHERWISE.get(part.label, ())}:
            assert new[column] == value or column in part.ends, (part.label, column)


def follow_references(made, moved):
    """What hangs on keys in JSON, texts and records of any type leads to the same things."""
    with tenant_scope(moved):
        deal = Deal.objects.select_related("contact", "company", "stage").get(title=made.deal.title)
        fitter, code = CustomField.objects.get(name="Fitter"), CustomField.objects.get(name="Code")
        surveyor, rep = (Member.objects.get(name=name) for name in ("عمر ناصر", "ريم الشهري"))
        assert (deal.contact.name, deal.company.name, deal.stage.key) == ("نورة الحربي", "شركة البناء", "measurement")
        assert deal.pk != made.deal.pk and deal.number == made.deal.number
        assert deal.custom == {fitter.key: surveyor.pk} and deal.company.custom == {code.key: "C-7"}
        assert (deal.company.cf_txt_1, code.sorting) == ("C-7", "cf_txt_1")
        assert UniqueValue.objects.get(field=code).record_id == deal.company_id
        view = SavedView.objects.get()
        assert view.columns == ["title", fitter.key]
        where = view.asked.pop("where")
        assert view.asked == {"owner": str(rep.pk), "stage": str(deal.stage_id), fitter.key: str(surveyor.pk)}
        packed = json.loads(base64.urlsafe_b64decode(where[1:] + "=="))
        assert packed == ["all", ["any", ["owner", "any", str(rep.pk)], [fitter.key, "filled"]]]
        assert rep.lists == {"pins": [view.pk], "columns": {f"deal:{view.pk}": ["title", fitter.key]}}
        passed = Event.objects.get(kind="deal.stage_changed", record_id=deal.pk)
        assert (passed.data["after"], passed.actor_id) == (deal.stage_id, rep.pk)
        assert set(passed.links.values_list("record_type", "record_id")) == {
            ("deal", deal.pk), ("contact", deal.contact_id), ("company", deal.company_id)
        }  # fmt: skip
        assert Rule.objects.filter(event_kind="deal.stage_changed", match={"after": deal.stage_id}).exists()
        planned = Event.objects.get(kind="task.planned", data__subject="اتصل").data
        assert planned["on"] == ["deal", deal.pk] and planned["assignee"] == rep.pk
        told = Notification.objects.get(kind="task.assigned", member=rep, data__subject="اتصل")
        assert told.key.startswith("moved:") and (told.record_type, told.record_id) == ("deal", deal.pk)
        gone = Event.objects.get(kind="contact.created", data__name="Nobody Any More").record_id
        assert not Contact.objects.filter(pk=gone).exists() and gone != made.gone, "who was purged is nobody here"
        assert set(DealShare.objects.values_list("user", flat=True)) == {surveyor.user_id, None}
        assert DealShare.objects.filter(permission__codename="change_deal", content_object=deal).count() == 1
        file = Attachment.objects.get()
        assert (file.record_id, file.file.read(), file.uploaded_by) == (deal.pk, PDF, rep)
        assert file.file.name.startswith(f"{moved.pk}/files/")
        logo = Logo.objects.get()
        assert (logo.mark, hashlib.sha256(logo.file.read()).hexdigest()) == (made.logo.mark, logo.sha256)
        assert logo.file.name.startswith(f"{moved.pk}/logo/")


def look_at_what_was_left(story, moved):
    """No mail leaves twice, nobody is let in, no address and no account is taken; reminders to come are kept."""
    with tenant_scope(story.tenant):
        token = WebForm.objects.get().token
    with tenant_scope(moved):
        late = Message.objects.get(to="late@mail.example")
        assert late.state == "failed"
        assert late.attachments == [
            {"name": "a.pdf", "path": Attachment.objects.get().file.name, "type": "application/pdf"}
        ]
        assert not Timer.objects.filter(tenant=moved, kind="channels.send", object_id=late.pk).exists()
        task = Task.objects.get(subject="اتصل")
        assert Timer.objects.filter(tenant=moved, kind="activities.due", object_id=task.pk, due__gt=timezone.now())
        form = WebForm.objects.get()
        assert form.token != token and open_link(form.token, "webform") == (moved, form.pk)
        assert not Member.objects.filter(active=True).exists()
        seats = Member.objects.select_related("user")
        assert all(seat.user.stands_in and not seat.user.is_active and not seat.user.name for seat in seats)
        assert Invitation.objects.filter(accepted_at=None).exclude(seat=None).count() == 5
        assert Message.objects.filter(to="owner@nawafeth.example", state="queued").count() == 1
    assert open_link(token, "webform")[0] == story.tenant
    assert User.objects.filter(email__endswith="@nawafeth.example").count() == 5


def look_at_the_trail(archive, moved):
    """The old chain was proved where it was; the new one proves itself, and its first entry vouches for the old."""
    manifest = rows_of(archive)[1]
    assert "moved: " in say("audit", "verify")
    with tenant_scope(moved):
        first = Entry.objects.get(number=1)
        assert (first.action, first.data["from"], first.data["hash"]) == (
            "workspace.imported",
            "nawafeth",
            manifest["head"][1],
        )
        entries = Entry.objects.filter(number__gt=1, number__lte=first.data["entries"] + 1)
        assert entries.count() == manifest["parts"]["audit.Entry"]["rows"] >= 10
        assert entries.filter(at__lt=first.at).count() == entries.count(), "they keep their times"


def hold_the_wall(archive, moved):
    """Nothing of the stranger is in the file, and nothing of the copy can be seen from anywhere else."""
    with zipfile.ZipFile(archive) as opened:
        whole = b"".join(opened.read(name) for name in opened.namelist())
    assert STRANGER.encode() not in whole and b"password" not in whole.replace(b'"password.', b"")
    with tenant_scope(Tenant.objects.get(slug="zenith")):
        assert not Deal.objects.exists() and not Member.objects.exclude(name=STRANGER).exists()
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sales_deal WHERE tenant_id = %s", [moved.pk])
            assert cursor.fetchone() == (0,)


def lose_the_original(story, moved):
    with tenant_scope(story.tenant):
        closing.close(story.tenant, by=story.owner)
    Tenant.objects.filter(pk=story.tenant.pk).update(erase_at=timezone.now() - timedelta(days=1))
    erasing.erase_due()
    with tenant_scope(moved):
        deal = Deal.objects.get(title=story.made.deal.title)
        assert deal.contact.name == "نورة الحربي" and Attachment.objects.get().file.read() == PDF
        assert current_logo() and content_of(current_logo())
        assert EventLink.objects.filter(record_type="deal", record_id=deal.pk).exists()
    assert "BROKEN" not in say("audit", "verify")


def test_the_command_says_what_it_wants(db, tmp_path):
    for args, reason in (
        ((), "either an archive"),
        ((tmp_path / "a", "--invite-again", "moved"), "either an archive"),
        (("--invite-again", "nowhere"), "no workspace nowhere"),
        ((tmp_path / "a",), "no archive of Wasl"),
    ):
        with pytest.raises(CommandError, match=reason):
            call_command("workspace_import", *args)
