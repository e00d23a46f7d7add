"""The pages of an import: upload and list, columns with their preview, progress and error file, rights."""

import csv
import io
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from contacts.people.models import Contact
from crm.notify.models import Notification
from crm.transfer.actions import discard, stop
from crm.transfer.models import ImportJob
from tests import make
from tests.crm.transfer.dumps import OWN, changed, dump
from tests.crm.transfer.files import bring_in, csv_file, reasons, started, uploaded

State = ImportJob.State
TEXT = (
    "Name,Phone,Birthday,Born,City\n"
    "Noura,0551204477,1990-02-03,1990-02-03,Jeddah\n"
    "Known One,0507777777,13/13/1990,,Abha\n"
    ",,,,Riyadh\n"
)
GUESSED = {"column_0": "name", "column_1": "phone", "column_2": "birthday", "column_3": "", "column_4": "city"}


@pytest.fixture
def known(arabic, acme, owner):
    acme.language = "en"
    acme.save()
    return make.contact("Known One", by=owner, phones=["+966507777777"])


@pytest.fixture
def job(known, owner):
    return uploaded(TEXT, by=owner)


def chosen(by, /, **choices):
    return GUESSED | {"repeats": "fill", "owner": by.pk, "tag": "", "dates": "gregorian"} | choices


def control(page, name):
    """The HTML of a select."""
    return re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)[0]


def test_an_uploaded_file_opens_the_page_of_its_columns(known, owner, client_for):
    client = client_for(owner)
    file = SimpleUploadedFile("people.csv", TEXT.encode())
    answer = client.post("/imports/", {"record_type": "contact", "file": file})
    job = ImportJob.objects.get()
    assert answer["Location"].endswith(f"/imports/{job.pk}/")
    page = client.get(f"/imports/{job.pk}/").content.decode()
    for name, value in GUESSED.items():
        assert f'<option value="{value}" selected>' in control(page, name)
    assert "Jeddah" in page
    assert "13/13/1990" in page
    assert Contact.objects.count() == 1


def test_two_columns_for_one_field_are_told_beside_both_and_nothing_is_lost(job, owner, client_for):
    data = chosen(owner, column_3="birthday", repeats="overwrite", tag="from the fair", dates="jalali")
    answer = client_for(owner).post(f"/imports/{job.pk}/", data)
    page, form = answer.content.decode(), answer.context["form"]
    assert answer.status_code == 422
    assert {name for name in form.errors if name != "__all__"} == {"column_2", "column_3"}
    assert form.errors["column_2"] == form.errors["column_3"] == ["Only one column can be: Birthday."]
    for name in ("column_2", "column_3"):
        assert 'aria-invalid="true"' in control(page, name)
        assert f'aria-describedby="id_{name}_error"' in control(page, name)
        assert f'id="id_{name}_error"' in page
        assert '<option value="birthday" selected>' in control(page, name)
    assert 'value="from the fair"' in page
    assert '<option value="jalali" selected>' in page
    assert re.search(r'value="overwrite"[^>]*checked', page)
    job.refresh_from_db()
    assert (job.state, Contact.objects.count()) == (State.UPLOADED, 1)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (dict.fromkeys(GUESSED, ""), "Choose what at least one column means."),
        (GUESSED | {"column_0": "", "column_1": ""}, "Choose a column for one of these: Name, First name, Last name"),
    ],
    ids=["no column at all", "none that names anybody"],
)
def test_columns_that_name_nobody_are_told(columns, words, job, owner, client_for):
    answer = client_for(owner).post(f"/imports/{job.pk}/", chosen(owner, **columns))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert any(words in error for error in answer.context["form"].non_field_errors())
    assert words in page
    assert 'role="alert"' in page
    for name, value in columns.items():
        assert f'<option value="{value}" selected>' in control(page, name)
    assert ImportJob.objects.get().state == State.UPLOADED


def test_a_firm_without_a_name_column_is_told(known, owner, client_for):
    job = uploaded("Company,City\nNajd,Riyadh\n", by=owner, record_type="company")
    data = {"column_0": "", "column_1": "city", "repeats": "fill", "owner": owner.pk}
    answer = client_for(owner).post(f"/imports/{job.pk}/", data)
    assert answer.context["form"].non_field_errors() == ["Choose a column for: Name."]


@pytest.mark.parametrize(
    "wrong",
    [{"column_0": "deleted_at"}, {"owner": "999999"}, {"repeats": "destroy"}, {"dates": "mayan"}, {"tag": "x" * 41}],
)
def test_a_choice_that_is_none_is_told_beside_its_field(wrong, job, owner, client_for):
    answer = client_for(owner).post(f"/imports/{job.pk}/", chosen(owner, **wrong))
    assert answer.status_code == 422
    assert set(wrong) <= set(answer.context["form"].errors)
    assert f'id="id_{next(iter(wrong))}_error"' in answer.content.decode()
    assert ImportJob.objects.get().state == State.UPLOADED


def traces():
    """All tables, the import's own too, and all sequences."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname || sequencename, last_value FROM pg_sequences ORDER BY 1")
        sequences = cursor.fetchall()
        own = {}
        for name in OWN:
            cursor.execute(f"SELECT t::text FROM {name} t ORDER BY 1")
            own[name] = cursor.fetchall()
    return dump(), own, sequences


@pytest.mark.parametrize("repeats", ImportJob.Repeats)
def test_the_preview_says_what_would_become_of_the_rows_and_leaves_no_trace(repeats, job, owner, client_for):
    client = client_for(owner)
    client.get("/imports/")
    before = traces()
    headers = {"HX-Request": "true", "HX-Target": "preview"}
    data = chosen(owner, repeats=repeats, tag="fair", column_4="company", preview="1")
    answer = client.post(f"/imports/{job.pk}/", data, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.lstrip().startswith('<section class="wl-card" id="preview"')
    lines = {line.number: line for line in answer.context["preview"].lines}
    known = "skipped" if repeats == "skip" else "updated"
    assert [lines[n].outcome for n in (2, 3, 4)] == ["created", known, "failed"]
    assert any("13/13/1990" in remark for remark in lines[3].remarks)
    assert bool(lines[3].changes) == (repeats != "skip")
    after = traces()
    assert changed(before[0], after[0]) == {}
    assert before[1:] == after[1:]


def test_the_preview_of_columns_that_cannot_be_is_drawn_all_the_same(job, owner, client_for):
    for columns in ({"column_3": "birthday"}, dict.fromkeys(GUESSED, ""), {"column_0": "nonsense", "owner": "x"}):
        answer = client_for(owner).post(f"/imports/{job.pk}/", chosen(owner, preview="1", **columns))
        assert answer.status_code == 200
        assert 'id="preview"' in answer.content.decode()


def test_what_the_preview_said_is_what_happens(job, owner, client_for, run_due):
    client = client_for(owner)
    said = client.post(f"/imports/{job.pk}/", chosen(owner, preview="1")).context["preview"]
    client.post(f"/imports/{job.pk}/", chosen(owner))
    run_due()
    assert {line.number: line.outcome for line in said.lines} == dict(job.rows.values_list("line", "outcome"))
    assert {line.number: " ".join(line.remarks) for line in said.lines if line.remarks} == reasons(job)


def test_the_progress_page_asks_again_until_the_import_is_over(job, owner, client_for, run_due):
    client, path = client_for(owner), f"/imports/{job.pk}/"
    assert client.post(path, chosen(owner))["Location"].endswith(path)
    page = client.get(path).content.decode()
    assert "hx-get" in page
    assert f"/imports/{job.pk}/stop/" in page
    run_due()
    answer = client.get(path, headers={"HX-Request": "true", "HX-Target": "progress"})
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="progress"')
    assert "hx-get" not in page
    job = answer.context["job"]
    assert (job.created, job.updated, job.skipped, job.failed, job.total) == (1, 1, 0, 1, 3)
    assert "There is no name, phone or e-mail." in page
    assert f"/imports/{job.pk}/errors.csv" in page
    assert f"/imports/{job.pk}/undo/" in page


def test_an_import_is_started_once(job, owner, client_for):
    client, path = client_for(owner), f"/imports/{job.pk}/"
    client.post(path, chosen(owner))
    assert client.post(path, chosen(owner, tag="again")).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.tag) == (State.STAGING, "")
    assert "started already" in client.get(path).content.decode()


def test_a_stopped_import_takes_no_more_rows_and_keeps_no_file(known, owner, client_for, run_due):
    job = started(TEXT, by=owner)
    name = job.file
    client = client_for(owner)
    client.post(f"/imports/{job.pk}/stop/")
    run_due()
    job.refresh_from_db()
    assert (job.state, job.file, job.done) == (State.STOPPED, "", 0)
    assert Contact.objects.count() == 1
    assert name
    client.post(f"/imports/{job.pk}/stop/")
    assert "come to its end already" in client.get(f"/imports/{job.pk}/").content.decode()


def test_a_discarded_file_is_gone(job, owner, client_for, django_capture_on_commit_callbacks):
    name = job.file
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        discard(job, by=owner)
    assert not default_storage.exists(name)
    assert not ImportJob.objects.exists()


def error_rows(client, job, delimiter=","):
    answer = client.get(f"/imports/{job.pk}/errors.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter))


def test_the_error_file_holds_the_rows_with_their_reasons(job, owner, client_for, run_due):
    client = client_for(owner)
    client.post(f"/imports/{job.pk}/", chosen(owner))
    run_due()
    head, *rows = error_rows(client, job)
    assert head == ["Line", "Reason", "Name", "Phone", "Birthday", "Born", "City"]
    assert [row[0] for row in rows] == ["3", "4"]
    assert rows[0][1].startswith("“13/13/1990” is not a date.")
    assert rows[0][2:] == ["Known One", "0507777777", "13/13/1990", "", "Abha"]
    assert rows[1][1] == "There is no name, phone or e-mail."


EVIL = ("=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(A1)", "＝1+1", '=HYPERLINK("http://evil.example")')


def test_no_cell_of_the_error_file_can_start_a_formula(known, owner, client_for, run_due):
    text = io.StringIO()
    rows = [["=Head", "Birthday", "-Note"]] + [["Somebody", "never", evil] for evil in EVIL]
    csv.writer(text).writerows(rows)
    job = bring_in(text.getvalue(), by=owner, run_due=run_due, mapping=["name", "birthday", ""])
    file = error_rows(client_for(owner), job)
    assert len(file) == 1 + len(EVIL)
    cells = [cell for row in file for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r"))]
    assert file[0][2:] == ["'=Head", "Birthday", "'-Note"]


def test_numbers_with_their_sign_stay_what_they_are(known, owner, client_for, run_due):
    text = "Name,Phone,Birthday\nNoura,+966 551204477,never\n"
    job = bring_in(text, by=owner, run_due=run_due)
    assert error_rows(client_for(owner), job)[1][2:] == ["Noura", "+966 551204477", "never"]


def test_the_error_file_can_be_mended_and_brought_in_again(known, owner, client_for, run_due):
    text = "Name;City;Birthday;Phone\nNoura;=1+1;13/13/1990;\n;;;\n;Abha;1991-01-01;\n"
    job = bring_in(csv_file(text), by=owner, run_due=run_due)
    content = client_for(owner).get(f"/imports/{job.pk}/errors.csv").content.decode("utf-8-sig")
    mended = content.replace("13/13/1990", "1990-02-03").replace(";;Abha", ";Omar;Abha")
    again = bring_in(csv_file(mended, encoding="utf-8-sig"), by=owner, run_due=run_due, repeats="overwrite")
    assert again.mapping == ["", "", "name", "city", "birthday", "phone"]
    people = {each.name: (each.city, str(each.birthday)) for each in Contact.objects.exclude(pk=known.pk)}
    assert people == {"Noura": ("=1+1", "1990-02-03"), "Omar": ("Abha", "1991-01-01")}


def test_the_list_shows_imports_newest_first_with_what_they_brought(known, owner, client_for, run_due):
    bring_in(csv_file(TEXT, name="first.csv"), by=owner, run_due=run_due)
    uploaded(csv_file(TEXT, name="<b>second.csv"), by=owner)
    answer = client_for(owner).get("/imports/")
    page = answer.content.decode()
    assert [job.file_name for job in answer.context["jobs"]] == ["<b>second.csv", "first.csv"]
    assert page.index("second.csv") < page.index("first.csv")
    assert "<b>second.csv" not in page
    assert "Columns to check" in page
    assert "Done" in page


def test_managers_see_their_own_imports_and_the_owner_sees_all(known, owner, manager, client_for):
    other = make.member(by=owner, role="manager", name="Other Manager")
    mine, theirs = uploaded(TEXT, by=manager), uploaded(TEXT, by=other)
    for path in ("", "errors.csv", "undo/"):
        assert client_for(manager).get(f"/imports/{mine.pk}/{path}").status_code == 200
        assert client_for(manager).get(f"/imports/{theirs.pk}/{path}").status_code == 404
        assert client_for(owner).get(f"/imports/{theirs.pk}/{path}").status_code == 200
    for path in ("", "stop/", "undo/", "discard/"):
        assert client_for(manager).post(f"/imports/{theirs.pk}/{path}").status_code == 404
    assert [job.pk for job in client_for(manager).get("/imports/").context["jobs"]] == [mine.pk]
    assert len(client_for(owner).get("/imports/").context["jobs"]) == 2


def test_another_workspace_finds_no_import(job, outsider, client_for):
    for path in ("", "errors.csv", "undo/"):
        assert client_for(outsider).get(f"/imports/{job.pk}/{path}").status_code == 404
    for path in ("", "stop/", "undo/", "discard/"):
        assert client_for(outsider).post(f"/imports/{job.pk}/{path}").status_code == 404
    assert ImportJob.objects.get().state == State.UPLOADED


def test_who_may_create_one_type_only_is_offered_that_type_only(known, manager, client_for):
    manager.role.grants = {"contact": manager.role.grants.get("contact") or manager.role.grants["*"]}
    manager.role.save()
    client = client_for(manager)
    choices = client.get("/imports/").context["form"].fields["record_type"].choices
    assert [key for key, _label in choices] == ["contact"]
    file = SimpleUploadedFile("a.csv", b"Company\nNajd\n")
    assert client.post("/imports/", {"record_type": "company", "file": file}).status_code == 422


def test_rights_that_were_taken_meanwhile_end_the_import(known, manager, run_due):
    job = started(TEXT, by=manager)
    manager.role.rights = []
    manager.role.save()
    run_due()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.reason == "Whoever started this import may not import any more."
    assert (job.file, Contact.objects.count()) == ("", 1)


def test_whoever_may_edit_their_own_only_leaves_a_colleagues_people_alone(known, owner, rep, run_due):
    rep.role.rights = ["import"]
    rep.role.save()
    text = "Name,Phone,City,Owner\nKnown One,0507777777,Abha,\nNew One,0501111111,Abha,Olivia Owner\n"
    job = bring_in(text, by=rep, run_due=run_due)
    assert (job.created, job.skipped) == (1, 1)
    assert "in a colleague's care" in reasons(job)[2]
    assert Contact.objects.get(name="Known One").city == ""
    assert Contact.objects.get(name="New One").owner == rep


def test_without_the_right_to_give_records_away_the_owner_column_is_not_offered(known, rep, client_for):
    rep.role.rights = ["import"]
    rep.role.save()
    job = uploaded("Name,Phone,Owner\nNew One,0501111111,Olivia Owner\n", by=rep)
    answer = client_for(rep).get(f"/imports/{job.pk}/")
    form = answer.context["form"]
    assert "owner" not in dict(form.fields["column_2"].choices)
    data = {"column_0": "name", "column_1": "phone", "column_2": "owner", "repeats": "fill", "owner": rep.pk}
    assert client_for(rep).post(f"/imports/{job.pk}/", data | {"dates": "gregorian"}).status_code == 422


def test_the_importer_is_told_of_the_end(known, owner, run_due):
    job = bring_in(TEXT, by=owner, run_due=run_due)
    notice = Notification.objects.get(kind="import.finished")
    assert (notice.member, notice.record_id) == (owner, job.pk)


def test_a_file_that_cannot_be_read_any_more_ends_the_import_with_the_reason(known, owner, run_due):
    job = started(TEXT, by=owner)
    default_storage.delete(job.file)
    run_due()
    job.refresh_from_db()
    assert (job.state, job.reason) == (State.FAILED, "The file is gone. Upload it again.")


def test_what_comes_too_late_is_refused_in_words(known, owner, client_for, run_due):
    job = bring_in(TEXT, by=owner, run_due=run_due)
    client = client_for(owner)
    assert "Undo this import?" in client.get(f"/imports/{job.pk}/undo/").content.decode()
    client.post(f"/imports/{job.pk}/undo/")
    run_due()
    client.post(f"/imports/{job.pk}/undo/")
    assert "cannot be undone now" in client.get(f"/imports/{job.pk}/").content.decode()
    with pytest.raises(ValueError):
        stop(job, by=owner)
