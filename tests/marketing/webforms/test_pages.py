"""The pages where forms are made."""

import pytest
from django.test import Client

from crm.events.models import Event
from crm.records.actions import delete
from crm.tenants.scope import tenant_scope
from marketing.webforms.actions import receive
from marketing.webforms.models import WebForm
from tests import make
from tests.conftest import out_of_scope
from tests.marketing.make import web_form as make_form


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


@pytest.fixture
def answers(web_form):
    """What the form for shaping a form sends."""
    names = ("name", "language", "title", "intro", "button", "thanks", "source", "callback_minutes")
    values = {name: getattr(web_form, name) for name in names}
    return values | {
        "pipeline": web_form.pipeline_id,
        "team": web_form.team_id,
        "active": "on",
        "fields_asked": "email",
    }


def foreign(outsider):
    """(pipeline, team, form) of another firm."""
    with out_of_scope(), tenant_scope(outsider.tenant):
        pipeline = make.pipeline(by=outsider)
        return pipeline, make.team("Theirs"), make_form(by=outsider)


def test_a_form_is_made_with_what_was_answered(client_for, owner, answers, team):
    reply = client_for(owner).post("/settings/forms/new/", answers | {"name": "Showroom", "fields_asked": ["city"]})
    made = WebForm.objects.get(name="Showroom")
    assert reply["Location"] == f"/acme/settings/forms/{made.pk}/"
    assert (made.fields, made.team, made.active) == (["name", "phone", "city"], team, True)
    assert Event.objects.get(kind="webform.created", record_id=made.pk).data == {"name": "Showroom"}
    with out_of_scope():
        assert Client().get(f"/f/{made.token}/").status_code == 200


def test_every_form_has_an_address_of_its_own(client_for, owner, answers):
    for _ in range(3):
        client_for(owner).post("/settings/forms/new/", answers)
    tokens = list(WebForm.objects.values_list("token", flat=True))
    assert len(set(tokens)) == 4
    assert all(len(token) >= 16 for token in tokens)


def test_an_edit_keeps_the_address_and_is_told(client_for, owner, web_form, answers):
    token = web_form.token
    reply = client_for(owner).post(f"/settings/forms/{web_form.pk}/edit/", answers | {"active": "", "team": ""})
    assert reply.status_code == 302
    web_form.refresh_from_db()
    assert (web_form.token, web_form.active, web_form.team) == (token, False, None)
    assert Event.objects.filter(kind="webform.updated").count() == 1


@pytest.mark.parametrize("name", ["name", "title", "button", "thanks", "source", "pipeline", "callback_minutes"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "This field is required."), ("ar", "هذا الحقل مطلوب."), ("fa", "این فیلد لازم است.")],
)
def test_an_answer_that_is_missing_is_asked_for_in_the_readers_language(
    client_for, owner, answers, name, language, words
):
    owner.language = language
    owner.save()
    page = client_for(owner).post("/settings/forms/new/", answers | {name: ""})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [name]
    assert page.content.decode().count(words) == 1
    assert WebForm.objects.count() == 1


@pytest.mark.parametrize("name", ["pipeline", "team"])
def test_what_belongs_to_another_firm_cannot_be_chosen(client_for, owner, outsider, answers, web_form, name):
    pipeline, team, _form = foreign(outsider)
    theirs = {"pipeline": pipeline.pk, "team": team.pk}[name]
    for path in ("new/", f"{web_form.pk}/edit/"):
        page = client_for(owner).post(f"/settings/forms/{path}", answers | {name: theirs})
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [name]
    web_form.refresh_from_db()
    assert web_form.team_id != team.pk


@pytest.mark.parametrize(
    ("name", "value"), [("language", "de"), ("fields_asked", "password"), ("pipeline", "9" * 30), ("team", "x")]
)
def test_what_was_not_offered_cannot_be_chosen(client_for, owner, answers, name, value):
    page = client_for(owner).post("/settings/forms/new/", answers | {name: value})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [name]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Between 1 minute"), ("ar", "من دقيقة واحدة"), ("fa", "از ۱ دقیقه تا ۷ روز")]
)
def test_impossible_minutes_are_explained_in_the_readers_language(client_for, owner, answers, language, words):
    owner.language, owner.digits = language, {"fa": "arabext"}.get(language, "latn")
    owner.save()
    page = client_for(owner).post("/settings/forms/new/", answers | {"callback_minutes": "0"})
    assert words in page.content.decode()


def test_another_firms_form_does_not_exist(client_for, owner, outsider, answers):
    theirs = foreign(outsider)[2]
    client = client_for(owner)
    assert client.get(f"/settings/forms/{theirs.pk}/").status_code == 404
    assert client.get(f"/settings/forms/{theirs.pk}/edit/").status_code == 404
    assert client.post(f"/settings/forms/{theirs.pk}/edit/", answers).status_code == 404
    with out_of_scope(), tenant_scope(outsider.tenant):
        assert WebForm.objects.get().name == theirs.name


@pytest.mark.parametrize("who", ["manager", "rep", "agent", "reader"])
def test_only_who_may_change_settings_shapes_forms(client_for, request, web_form, who, answers):
    client = client_for(request.getfixturevalue(who))
    for path in ("", "new/", f"{web_form.pk}/", f"{web_form.pk}/edit/"):
        assert client.get(f"/settings/forms/{path}").status_code == 403
    assert client.post("/settings/forms/new/", answers).status_code == 403
    assert WebForm.objects.count() == 1


def test_a_form_without_a_pipeline_is_not_made(client_for, owner, answers):
    values = {name: value for name, value in answers.items() if name != "pipeline"}
    page = client_for(owner).post("/settings/forms/new/", values)
    assert page.context["form"].errors["pipeline"]


def test_the_list_counts_what_came_in(client_for, owner, web_form, run_due):
    receive(web_form, data={"name": "Noura", "phone": "+966551204477"})
    run_due()
    receive(web_form, data={"name": "Sara", "phone": "+966551204478"})
    receive(web_form, data={"name": "Robot", "phone": "+966551204479"}, spam=True)
    [shown] = client_for(owner).get("/settings/forms/").context["forms"]
    assert (shown.accepted, shown.waiting, shown.spam) == (1, 1, 1)


def test_requests_come_newest_first_in_pages(client_for, owner, web_form, monkeypatch):
    monkeypatch.setattr("marketing.webforms.views.PER_PAGE", 2)
    made = [receive(web_form, data={"name": f"P{n}", "phone": f"+96655120447{n}"}).pk for n in range(5)]
    client, seen, before = client_for(owner), [], ""
    while before is not None:
        page = client.get(f"/settings/forms/{web_form.pk}/", {"before": before})
        seen += [row.pk for row in page.context["submissions"]]
        before = page.context["older"]
    assert seen == made[::-1]


@pytest.mark.parametrize("before", ["x", "²", "-1", "9" * 40, "9" * 5000])
def test_a_place_that_cannot_be_breaks_nothing(client_for, owner, web_form, before):
    assert client_for(owner).get(f"/settings/forms/{web_form.pk}/", {"before": before}).status_code == 200


def test_a_request_whose_person_and_deal_were_deleted_is_still_listed(client_for, owner, web_form, rep, run_due):
    receive(web_form, data={"name": "Noura", "phone": "+966551204477"})
    run_due()
    kept = web_form.submissions.get()
    delete(kept.deal, by=owner)
    delete(kept.contact, by=owner)
    page = text(client_for(owner).get(f"/settings/forms/{web_form.pk}/"))
    assert "Noura" in page
