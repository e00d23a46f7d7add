"""Files whose first row is a record like the others."""

import pytest

from contacts.people.models import Contact
from crm.transfer.models import ImportJob
from tests.crm.transfer.files import bring_in, csv_file, uploaded

BARE = "Ali Ahmadi;Tehran;Friend\nSara Karimi;Shiraz;Website\nOmid Rad;Karaj;Friend\n"


def chosen(by, **choices):
    columns = {"column_0": "name", "column_1": "city", "column_2": "source"}
    return columns | {"repeats": "fill", "owner": by.pk, "tag": "", "dates": "gregorian"} | choices


def test_words_that_name_no_field_are_taken_for_a_record_and_may_be_said_to_be_names(arabic, owner, client_for):
    job = uploaded(BARE, by=owner)
    form = client_for(owner).get(f"/imports/{job.pk}/").context["form"]
    assert form["headless"].value() is True
    job = uploaded("Name;Ort;Quelle\nAli;Tehran;Friend\n", by=owner)
    form = client_for(owner).get(f"/imports/{job.pk}/").context["form"]
    assert form["headless"].value() is False


def test_the_first_row_is_previewed_and_brought_in_with_the_others(arabic, owner, client_for, run_due):
    job, client = uploaded(BARE, by=owner), client_for(owner)
    seen = client.post(f"/imports/{job.pk}/", chosen(owner, headless="on", preview="1")).context["preview"]
    assert [(line.number, line.values[0][1]) for line in seen.lines] == [
        (1, "Ali Ahmadi"), (2, "Sara Karimi"), (3, "Omid Rad"),
    ]  # fmt: skip
    client.post(f"/imports/{job.pk}/", chosen(owner, headless="on"))
    run_due()
    job.refresh_from_db()
    assert (job.total, job.created) == (3, 3)
    assert set(Contact.objects.values_list("name", "city")) == {
        ("Ali Ahmadi", "Tehran"), ("Sara Karimi", "Shiraz"), ("Omid Rad", "Karaj"),
    }  # fmt: skip
    assert "Ali Ahmadi" not in job.heads


def test_names_of_columns_are_no_record(arabic, owner, client_for, run_due):
    job, client = uploaded("Wer;Ort;Quelle\n" + BARE, by=owner), client_for(owner)
    seen = client.post(f"/imports/{job.pk}/", chosen(owner, preview="1")).context["preview"]
    assert [line.number for line in seen.lines] == [2, 3, 4]
    client.post(f"/imports/{job.pk}/", chosen(owner))
    run_due()
    assert not Contact.objects.filter(name="Wer").exists()
    assert Contact.objects.count() == 3


def test_title_rows_above_the_first_record_stay_out(arabic, owner, run_due):
    job = bring_in(
        "Our people\n\n" + BARE, by=owner, run_due=run_due, headless=True, mapping=["name", "city", "source"]
    )
    assert (job.total, job.created) == (3, 3)
    assert not Contact.objects.filter(name="Our people").exists()


def test_a_first_row_with_gaps_keeps_them(arabic, owner, client_for, run_due):
    text = "Ali Ahmadi;;Friend;z\nSara Karimi;Shiraz;Website;x\nOmid Rad;Karaj;Friend;y\n"
    job, client = uploaded(text, by=owner), client_for(owner)
    data = chosen(owner, headless="on", column_3="")
    seen = client.post(f"/imports/{job.pk}/", data | {"preview": "1"}).context["preview"]
    assert [value for _label, value in seen.lines[0].values] == ["Ali Ahmadi", "", "Friend"]
    client.post(f"/imports/{job.pk}/", data)
    run_due()
    assert Contact.objects.get(name="Ali Ahmadi").city == ""


@pytest.mark.parametrize("text", ["Noura,0551204477\nOmar,0501234567\n", "0551204477\n0501234567\n"])
def test_a_file_that_plainly_has_no_names_is_not_asked_about(text, arabic, owner, client_for):
    job = uploaded(csv_file(text), by=owner)
    form = client_for(owner).get(f"/imports/{job.pk}/").context["form"]
    assert "headless" not in form.fields
    assert ImportJob.objects.get().heads[0] in ("Column 1", "العمود 1")
