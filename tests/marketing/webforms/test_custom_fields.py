"""A workspace's own fields on a web form: asked in the visitor's language, judged by kind, kept on the records."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape

from contacts.models import Contact
from crm.activities.models import Task
from crm.records import registry
from crm.records.fields.actions import add_field, retire_field
from marketing.webforms.actions import update_web_form
from marketing.webforms.models import Submission
from sales.models import Deal
from tests import make
from tests.conftest import out_of_scope

OPTIONS = [{"key": "o1", "name": "Wood", "names": {"fa": "چوب"}}, {"key": "o2", "name": "Steel", "names": {}}]
NOURA = {"name": "Noura Al-Harbi", "phone": "+966551204477", "email": "", "message": "14 windows"}


@pytest.fixture
def fields(owner, acme):
    """{name: CustomField}, of a person and of a deal."""
    cache.clear()

    def add(key, kind, name, **said):
        return add_field(registry.get(key), kind=kind, name=name, by=owner, **said)

    frame = add("deal", "choice", "Frame", options=OPTIONS, required=True, names={"fa": "قاب"})
    return {
        "code": add("contact", "text", "House code", unique=True),
        "frame": frame,
        "height": add("deal", "number", "Height", default=2),
        "budget": add("deal", "money", "Budget"),
        "wanted": add("deal", "day", "Wanted by"),
        "quiet": add("deal", "yes", "Quiet glass"),
        "rooms": add("deal", "choices", "Rooms", options=OPTIONS),
        "oiled": add("deal", "lines", "Oil", required=True, condition={"field": frame.key, "values": ["o1"]}),
        "guide": add("deal", "member", "Guide"),
    }


@pytest.fixture
def asking(owner, web_form, fields):
    names = [field.key for field in fields.values() if field.kind != "member"]
    return update_web_form(web_form, by=owner, fields=[*web_form.fields, *names])


def send(form, fields, said, **more):
    data = NOURA | more | {fields[name].key: value for name, value in said.items()}
    with out_of_scope():
        return Client().post(f"/f/{form.token}/", data)


def test_answers_of_every_kind_land_on_the_person_and_the_deal(asking, fields, run_due):
    said = {
        "code": "A-17", "frame": "o2", "height": "۲٫۵", "budget": "1,200.5", "wanted": "2026-03-21", "quiet": "no",
        "rooms": ["o2", "o1"], "oiled": "not asked for with steel", "guide": "1",
    }  # fmt: skip
    assert send(asking, fields, said).status_code == 200
    run_due()
    wanted = {
        "frame": "o2", "height": 2.5, "budget": [120050, "GBP"], "wanted": "2026-03-21", "quiet": False,
        "rooms": ["o1", "o2"],
    }  # fmt: skip
    assert Contact.objects.get().custom == {fields["code"].key: "A-17"}
    assert Deal.objects.get().custom == {fields[name].key: value for name, value in wanted.items()}
    assert Task.objects.get().body == "14 windows"


def test_each_wrong_answer_has_its_reason_beside_it_in_the_forms_language(owner, asking, fields):
    update_web_form(asking, by=owner, language="fa")
    page = send(asking, fields, {"frame": "o1", "height": "many", "wanted": "soon", "rooms": ["o9"]})
    wrong = {fields[name].key for name in ("height", "wanted", "rooms", "oiled")}
    assert (page.status_code, set(page.context["form"].errors)) == (422, wrong)
    assert {"قاب", "چوب"} <= set(page.content.decode().replace("<", ">").split(">"))
    assert set(send(asking, fields, {}).context["form"].errors) == {fields["frame"].key}
    assert not Submission.objects.exists()


def test_what_is_known_stays_and_what_another_has_alone_is_told_to_whom_calls(asking, fields, rep, owner, run_due):
    code = fields["code"].key
    make.contact("Sara", by=rep, custom={code: "A-17"})
    noura = make.contact("Noura", by=rep, phones=["+966551204477"])
    for number, text in enumerate(("A-17", "B-2", "C-3", "C-3")):
        send(asking, fields, {"code": text, "frame": "o1", "oiled": "yes"}, message=str(number))
        run_due()
    noura.refresh_from_db()
    assert noura.custom == {code: "B-2"}
    assert list(Task.objects.order_by("pk").values_list("body", flat=True)) == [
        "0\nHouse code: A-17", "1", "2\nHouse code: C-3", "3\nHouse code: C-3",
    ]  # fmt: skip


def test_whoever_shapes_a_form_chooses_of_what_their_role_may_see(client_for, owner, asking, fields):
    at = f"/settings/forms/{asking.pk}/"
    height, frame = fields["height"].key, fields["frame"].key
    owner.role.fields = {"deal": {height: "hidden"}}
    owner.role.save()
    form = client_for(owner).get(f"{at}edit/").context["form"]
    offered = dict(form.fields["custom_asked"].choices)
    assert offered[frame] == "Deal: Frame" and not offered.keys() & {height, fields["guide"].key}

    names = ("name", "language", "title", "intro", "button", "thanks", "source", "callback_minutes")
    said = {name: getattr(asking, name) for name in names} | {"pipeline": asking.pipeline_id, "active": "on"}
    assert client_for(owner).post(f"{at}edit/", {**said, "custom_asked": [height]}).status_code == 422
    client_for(owner).post(f"{at}edit/", {**said, "custom_asked": [frame]})
    asking.refresh_from_db()
    assert asking.fields == ["name", "phone", frame, height]  # what they may not see stays where it was


def test_a_page_elsewhere_gets_the_choices_in_the_forms_language(client_for, owner, asking, fields):
    update_web_form(asking, by=owner, language="fa")
    retire_field(fields["budget"], by=owner)
    page = client_for(owner).get(f"/settings/forms/{asking.pk}/").content.decode()
    frame, rooms = fields["frame"].key, fields["rooms"].key
    assert escape(f'<select name="{frame}" required><option value="">—</option><option value="o1">چوب</option>') in page
    assert escape(f'<input type="checkbox" name="{rooms}" value="o2"> Steel') in page
    assert fields["budget"].key not in page
