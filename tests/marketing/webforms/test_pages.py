"""The pages where forms are made."""

import pytest


@pytest.fixture
def persian_owner(owner):
    owner.language, owner.digits = "fa", "arabext"
    owner.save()
    return owner


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_minutes_are_written_in_the_readers_digits(client_for, persian_owner, web_form):
    client = client_for(persian_owner)
    assert "۱۵</bdi> دقیقه" in text(client.get(f"/settings/forms/{web_form.pk}/"))
    assert 'value="۱۵"' in text(client.get(f"/settings/forms/{web_form.pk}/edit/"))


def test_minutes_are_read_in_any_digits(client_for, persian_owner, web_form):
    values = {name: getattr(web_form, name) for name in ("name", "language", "title", "button", "thanks", "source")}
    values |= {"pipeline": web_form.pipeline_id, "callback_minutes": "۲۰"}
    assert client_for(persian_owner).post(f"/settings/forms/{web_form.pk}/edit/", values).status_code == 302
    web_form.refresh_from_db()
    assert web_form.callback_minutes == 20


@pytest.mark.parametrize("minutes", ["0", "10081", "soon"])
def test_minutes_that_cannot_be_are_refused(client_for, owner, web_form, minutes):
    page = client_for(owner).post(f"/settings/forms/{web_form.pk}/edit/", {"callback_minutes": minutes})
    assert page.status_code == 422
    assert page.context["form"].errors["callback_minutes"]


def test_a_new_form_proposes_the_first_pipeline(client_for, owner, pipeline):
    page = text(client_for(owner).get("/settings/forms/new/"))
    assert f'<option value="{pipeline.pk}" selected>' in page
    assert "---------" not in page
