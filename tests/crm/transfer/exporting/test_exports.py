"""A list as a file: what is in it, who may ask for it, who may open it, and how long."""

import csv
import io
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook

from contacts.people.models import Contact
from crm.access.catalogue import HIDDEN
from crm.audit.models import Entry
from crm.events.models import Timer
from crm.notify.models import Notification
from crm.notify.wording import address, sentence
from crm.records import registry
from crm.transfer.exporting import pieces
from crm.transfer.exporting.actions import expire
from crm.transfer.models import Export
from crm.ui.saved.actions import delete_view, save_view
from tests import make

DRAWER = {"HX-Request": "true", "HX-Target": "drawer"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    return tmp_path


@pytest.fixture
def people(rep):
    """Five of the rep's, four in Riyadh."""
    return [make.contact(f"Customer {n}", by=rep, city="Riyadh" if n else "Jeddah").pk for n in range(5)]


def export(client, run_due, page="contact", asked=None, **values):
    reply = client.post(f"/lists/{page}/export/?{urlencode(asked or {})}", {"kind": "csv", "which": "shown"} | values)
    assert reply.status_code == 302, reply.content.decode()
    run_due()
    return Export.objects.latest("pk")


def download(client, job):
    return b"".join(client.get(f"/exports/{job.pk}/file/").streaming_content)


def table(client, job):
    return list(csv.reader(io.StringIO(download(client, job).decode("utf-8-sig"))))


class TestWhatIsInIt:
    def test_the_rows_columns_filters_and_order_of_the_list(self, client_for, owner, people, run_due, monkeypatch):
        monkeypatch.setattr(pieces, "AT_ONCE", 2)
        client = client_for(owner)
        job = export(client, run_due, asked={"city": "riyadh", "sort": "-name"})
        head, *rows = table(client, job)
        assert [row[0] for row in rows] == ["Customer 4", "Customer 3", "Customer 2", "Customer 1"]
        assert head[:4] == ["Name", "Company", "Type", "Phone"] and "City" not in head
        assert rows[0][2] == "Prospect" and (job.total, job.rows, job.place) == (4, 4, 4)

    def test_a_search_and_a_saved_choice_of_columns(self, client_for, owner, people, run_due):
        client = client_for(owner)
        client.post("/lists/contact/columns/", {"order": ["city", "phone"], "columns": ["city"]})
        assert table(client, export(client, run_due, asked={"q": "customer 3"})) == [
            ["Name", "City"], ["Customer 3", "Riyadh"],
        ]  # fmt: skip

    def test_all_columns_and_what_spreadsheets_must_not_run(self, client_for, owner, rep, run_due):
        make.contact("=1+1", by=rep, phones=["+966551204477"], tags=["VIP", "new"], birthday=date(1990, 5, 4))
        client = client_for(owner)
        head, row = table(client, export(client, run_due, which="all"))
        told = dict(zip(head, row, strict=True))
        assert told["Name"] == "'=1+1" and told["Tags"] == "VIP, new" and told["Birthday"] == "1990-05-04"
        assert told["Phone"] == "'+966551204477"

    def test_a_spreadsheet_in_the_readers_language_and_calendar(self, client_for, owner, rep, run_due):
        make.deal(by=rep, title="=SUM(A1)", amount=48_500, expected_close=date(2026, 11, 24))
        owner.language, owner.calendar = "fa", "jalali"
        owner.save()
        client = client_for(owner)
        job = export(client, run_due, page="deal", kind="xlsx", which="all")
        sheet = load_workbook(io.BytesIO(download(client, job))).active
        told = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
        assert sheet.sheet_view.rightToLeft and sheet.title == "معامله‌ها"
        assert (told["عنوان"].value, told["عنوان"].data_type) == ("=SUM(A1)", "s")
        assert told["مبلغ"].value == 48_500 and told["مبلغ: واحد پول"].value == "GBP"
        assert "۱۴۰۵/۰۹/۰۳" in {cell.value for cell in sheet[2]}

    def test_days_are_days_where_spreadsheets_know_the_calendar(self, client_for, owner, rep, run_due):
        make.contact("Noura", by=rep, birthday=date(1990, 5, 4))
        client = client_for(owner)
        job = export(client, run_due, kind="xlsx", which="all")
        sheet = load_workbook(io.BytesIO(download(client, job))).active
        assert any(getattr(cell.value, "year", 0) == 1990 and cell.is_date for cell in sheet[2])

    def test_a_piece_done_twice_is_in_the_file_once(self, client_for, owner, people, run_due, monkeypatch):
        monkeypatch.setattr(pieces, "AT_ONCE", 2)
        client = client_for(owner)
        client.post("/lists/contact/export/", {"kind": "csv", "which": "shown"})
        job = Export.objects.get()
        pieces.resume(job.pk)
        pieces.resume(job.pk)
        Export.objects.filter(pk=job.pk).update(place=0, rows=0)  # a crash after the file, before the commit
        run_due()
        assert len(table(client, job)) == 6

    def test_pages_cost_as_many_statements_however_many_rows(
        self, client_for, owner, rep, people, django_assert_num_queries
    ):
        def one_piece():
            job = Export.objects.latest("pk")
            job.member = owner
            pieces.look(job)
            with django_assert_num_queries(5):
                pieces.read(Export.objects.select_related("member__role", "member__tenant").get(pk=job.pk))

        client_for(owner).post("/lists/contact/export/", {"kind": "csv", "which": "shown"})
        one_piece()
        for n in range(20):
            make.contact(f"More {n}", by=rep)
        one_piece()


class TestWhoMayHaveIt:
    def test_without_the_right_there_is_no_export(self, client_for, rep, agent, reader, people):
        for member in (rep, agent, reader):
            client = client_for(member)
            assert client.post("/lists/contact/export/", {"kind": "csv", "which": "shown"}).status_code == 403
            assert "/export/" not in client.get("/people/").content.decode()
        assert not Export.objects.exists()

    def test_only_what_may_be_exported_of_what_is_seen(self, client_for, owner, rep, people, run_due):
        make.contact("Not hers", by=owner)
        rep.role.grants = {**rep.role.grants, "contact": {"see": "all", "export": "own"}}
        rep.role.save()
        client = client_for(rep)
        assert "/lists/contact/export/" in client.get("/people/").content.decode()
        assert "Not hers" not in download(client, export(client, run_due)).decode()

    def test_hidden_columns_are_left_out_and_found_by_nobody(self, client_for, owner, manager, rep, people, run_due):
        manager.role.fields = {"contact": {"city": HIDDEN}}
        manager.role.save()
        client = client_for(manager)
        head, *rows = table(client, export(client, run_due, asked={"city": "Jeddah", "sort": "name"}, which="all"))
        assert "City" not in head and len(rows) == 5
        assert not {"Riyadh", "Jeddah"} & {cell for row in rows for cell in row}

    def test_the_file_is_its_makers_alone_and_only_while_they_may(self, client_for, owner, manager, people, run_due):
        client = client_for(manager)
        job = export(client, run_due)
        for path in (f"/exports/{job.pk}/", f"/exports/{job.pk}/file/"):
            assert client_for(owner).get(path).status_code == 404
        assert client_for(owner).post(f"/exports/{job.pk}/discard/").status_code == 404
        manager.role.fields = {"contact": {"phone": HIDDEN}}
        manager.role.save()
        assert client.get(f"/exports/{job.pk}/file/").status_code == 403

    def test_rights_that_shrink_meanwhile_break_it_off_and_the_member_is_told(
        self, client_for, manager, people, run_due
    ):
        client = client_for(manager)
        client.post("/lists/contact/export/", {"kind": "csv", "which": "shown"})
        manager.role.grants = {"*": {"see": "team"}}
        manager.role.save()
        run_due()
        job = Export.objects.get()
        assert (job.state, job.ids) == ("failed", []) and "has changed since" in job.reason
        told = Notification.objects.get(member=manager, kind="export.broken_off")
        assert job.reason in sentence(told)
        assert "has changed since" in client.get(f"/exports/{job.pk}/").content.decode()

    def test_a_view_that_is_gone_breaks_it_off(self, client_for, owner, people, run_due):
        kind = registry.get("contact")
        view = save_view(kind, name="V", asked={"city": "Riyadh"}, mine=False, columns=[], audience="me", by=owner)
        client_for(owner).post(f"/lists/contact/export/?view={view.pk}", {"kind": "csv", "which": "shown"})
        delete_view(view, by=owner)
        run_due()
        assert Export.objects.get().state == "failed"


class TestItsLife:
    def test_it_is_told_by_the_bell_and_kept_in_the_audit_trail(self, client_for, owner, people, run_due):
        client = client_for(owner)
        job = export(client, run_due, asked={"city": "Riyadh"})
        told = Notification.objects.get(member=owner, kind="export.ready")
        assert sentence(told) == f"“{job.title}” is ready: 4 rows, kept for three days"
        assert address(told).endswith(f"/exports/{job.pk}/")
        assert Entry.objects.get(action="export.started").data["asked"] == {"city": "Riyadh"}
        download(client, job)
        kept = Entry.objects.get(action="list.exported")
        assert (kept.actor_id, kept.data["rows"], kept.data["type"]) == (owner.pk, 4, "contact")

    def test_it_is_deleted_when_its_time_is_over(
        self, client_for, owner, people, run_due, django_capture_on_commit_callbacks
    ):
        client = client_for(owner)
        with django_capture_on_commit_callbacks(execute=True):
            job = export(client, run_due)
        assert default_storage.exists(job.file) and default_storage.listdir(job.folder)[1] == ["whole.csv"]
        assert Timer.objects.get(kind="transfer.export_end").due == job.expires_at > timezone.now() + timedelta(days=2)
        with django_capture_on_commit_callbacks(execute=True):
            expire(job.pk)
        assert not default_storage.exists(job.folder)
        assert client.get(f"/exports/{job.pk}/file/").status_code == 302
        assert "not kept any more" in client.get(f"/exports/{job.pk}/").content.decode()

    def test_one_at_a_time_which_can_be_stopped(self, client_for, owner, people, run_due):
        client = client_for(owner)
        values = {"kind": "csv", "which": "shown"}
        reply = client.post("/lists/contact/export/", values, headers=DRAWER)
        assert reply.status_code == 204 and "bulkjob" in reply["HX-Trigger"]
        again = client.post("/lists/contact/export/", values, headers=DRAWER)
        assert again.status_code == 422 and "under way" in again.content.decode()
        job = Export.objects.get()
        strip = client.get(f"/exports/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
        assert "hx-trigger" in strip
        client.post(f"/exports/{job.pk}/discard/")
        run_due()
        assert Export.objects.get().state == "gone"
        assert Contact.objects.count() == 5

    def test_one_whose_writing_failed_for_good_can_be_given_up(self, client_for, owner, people):
        client = client_for(owner)
        client.post("/lists/contact/export/", {"kind": "csv", "which": "shown"})
        Export.objects.update(state=Export.State.WRITING)
        assert client.post("/lists/contact/export/", {"kind": "csv", "which": "shown"}).status_code == 422
        client.post(f"/exports/{Export.objects.get().pk}/discard/")
        assert Export.objects.get().state == "gone" and not Timer.objects.filter(kind="transfer.export").exists()
        assert client.post("/lists/contact/export/", {"kind": "csv", "which": "shown"}).status_code == 302

    def test_a_sheet_that_would_be_too_long_says_so(self, client_for, owner, people, run_due, monkeypatch):
        monkeypatch.setattr("crm.lib.writing.MOST_ROWS", 3)
        job = export(client_for(owner), run_due, kind="xlsx")
        assert job.state == "failed" and "holds 3 rows" in job.reason

    def test_the_form_says_how_many_rows_and_columns(self, client_for, owner, people):
        page = client_for(owner).get("/lists/contact/export/?city=Riyadh", headers=DRAWER).content.decode()
        assert "4 rows" in page and "(8)" in page and "<html" not in page
        refused = client_for(owner).post("/lists/contact/export/", {"kind": "exe", "which": "shown"})
        assert refused.status_code == 422
        assert client_for(owner).get("/lists/nothing/export/").status_code == 404
