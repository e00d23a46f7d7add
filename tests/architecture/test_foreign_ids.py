"""Ids that are not one's own, wherever they can be said: in addresses, forms, and bodies that no form draws.

The forms are found by asking the pages of the table of URLs, and their fields by what they offer: a page, a form or a
field that is added tomorrow is tried tomorrow. What is read from a body without a form stands in BARE.
"""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.template import Context

from contacts.people.models import Contact
from crm.access.actions import create_team
from crm.activities.models import Task
from crm.records import registry
from crm.search.views import PALETTE
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from crm.ui.fields import MemberField, RecordField
from tests import make
from tests.architecture.test_imports import ROOT, modules
from tests.architecture.test_urls import MEMBERS_ONLY, NAMING, cast, client_for, prepared, undone
from tests.conftest import MemberClient, out_of_scope

__all__ = ["cast"]  # the fixture
SECRET = "Zzcanary"
READ = re.compile(r"""(?:POST|GET)(?:\.get|\.getlist)?[\[(]["'](\w+)["']""")
# Names that views read themselves: ids among them, which TestBareIds tries, and those that name no object.
BARE_IDS = {"ids", "whom", "order", "stage", "like", "recent"}
NO_IDS = {
    "q", "page", "before", "after", "view", "only", "type", "here", "slug", "name", "other_name", "country", "language",
    "theme", "kind", "next", "workspace", "email", "seen", "choice", "way", "columns", "field", "up", "down",
    "do", "watch", "size", "value",
}  # fmt: skip
REFUSED = ("refused", 403, 404, 405, 422)  # beside the field, or as a whole
# Seen by everybody in the workspace, or about oneself: not somebody's own record.
COMMON = {"sales:deal_column", "lists:view", "lists:pin"}


@pytest.fixture
def theirs(zenith, outsider):
    """One of everything in the other firm, all called SECRET, by model."""
    made = {}
    with out_of_scope(), tenant_scope(zenith):
        make.pipeline(by=outsider)
        person = make.contact(SECRET, by=outsider)
        make.company(SECRET, by=outsider)
        make.deal(title=SECRET, by=outsider)
        create_team(name=SECRET)
        for model in {model for model in _tenant_models() if model is not Member}:
            made[model] = model.objects.order_by("-pk").first()
        made[Member] = outsider
    assert made[Contact] == person
    return {model: one for model, one in made.items() if one is not None}


def _tenant_models():
    return [model for model in apps.get_models() if any(field.name == "tenant" for field in model._meta.fields)]


@pytest.fixture
def loner(cast):
    """Somebody whose role gives them their own records only, and who owns none."""
    member = make.member(by=cast.owner, role="rep", name="Lina Loner")
    assert {scopes["see"] for scopes in member.role.grants.values()} == {"own"}
    return member


def forms_of(response):
    """Every form that the page was drawn with."""
    contexts = response.context if isinstance(response.context, list) else [response.context or Context()]
    values = (value for context in contexts for layer in context.dicts for value in layer.values())
    return {id(value): value for value in values if isinstance(value, forms.BaseForm)}.values()


def model_of(field):
    """The model whose ids a field takes; None for a field that takes none."""
    if isinstance(field, RecordField):
        return registry.get(field.key).model_class
    if isinstance(field, MemberField):
        return Member
    if isinstance(field, forms.ModelChoiceField):
        return field.queryset.model
    return None


def filled(form):
    """What a browser would send when nobody changed anything."""
    data = {}
    for bound in form:
        value = bound.value()
        value = bound.field.prepare_value(value) if hasattr(bound.field, "prepare_value") else value
        if isinstance(value, models.Model):
            value = value.pk
        if value not in (None, False) and isinstance(value, str | int | list | tuple):
            data[bound.html_name] = value
    return data


def hostile_bodies(response, objects):
    """(field, body) for each field of the page's forms that takes ids, with an id from elsewhere in it."""
    for form in forms_of(response):
        for bound in form:
            one = objects.get(model_of(bound.field))
            if one is not None:
                many = isinstance(bound.field, forms.ModelMultipleChoiceField)
                yield bound.name, {**filled(form), bound.html_name: [one.pk] if many else one.pk}


def tried(client, row, cast, objects):
    """{field: how the address answered} for every id from elsewhere that its form can be given."""
    path, data = prepared(row, cast)
    answers = {}
    for name, body in hostile_bodies(client.get(path), objects):
        with undone():
            answer = client.post(path, {**data, **body})
            told = any(name in form.errors for form in forms_of(answer))
            answers[f"{row.url} {name}"] = "refused" if told else answer.status_code
            assert SECRET not in answer.content.decode("utf-8", "replace"), f"{row} tells of {name}"
    return answers


POSTED = {row.url for row in MEMBERS_ONLY if row.method == "post"}
FORMS = [row for row in MEMBERS_ONLY if row.method == "get" and row.owner == 200 and not row.by_token]


def test_no_form_takes_an_id_of_another_workspace(cast, theirs):
    answers = {}
    for row in FORMS:
        with undone():
            answers |= tried(MemberClient(cast.owner), row, cast, theirs)
    assert len(answers) > 12, "the walk found too few fields to be believed"
    assert {name: status for name, status in answers.items() if status not in REFUSED} == {}


def test_no_form_takes_a_record_that_the_member_may_not_see(cast, loner):
    hidden = {
        registry.get("contact").model_class: make.contact(SECRET, by=cast.owner),
        registry.get("company").model_class: make.company(SECRET, by=cast.owner),
    }
    answers = {}
    for row in FORMS:
        if row.rep == 200 and not row.args(cast):
            with undone():
                answers |= tried(MemberClient(loner), row, cast, hidden)
    assert len(answers) >= 3, "the walk found too few fields to be believed"
    assert {name: status for name, status in answers.items() if status not in REFUSED} == {}


def test_no_form_is_filled_with_what_the_member_may_not_see(cast, loner):
    """An id in the address, as links from a record's page put it there."""
    person, firm = make.contact(SECRET, by=cast.owner), make.company(SECRET, by=cast.owner)
    for row in FORMS:
        if row.rep == 200 and not row.args(cast):
            path, _data = prepared(row, cast)
            answer = MemberClient(loner).get(path, {"contact": person.pk, "company": firm.pk, "owner": cast.owner.pk})
            assert SECRET not in answer.content.decode("utf-8", "replace"), row


def test_a_record_of_a_colleague_is_behind_no_address(cast, loner):
    """Every address that names an object of the rep's, asked by somebody who sees only their own."""
    reached = {}
    for row in NAMING:
        if row.url not in COMMON:
            with undone():
                path, data = prepared(row, cast)
                status = getattr(client_for(row, loner), row.method)(path, data).status_code
            if status not in (403, 404):
                reached[str(row)] = status
    assert reached == {}


class TestBareIds:
    """What views read without a form."""

    def test_every_name_that_is_read_is_known(self):
        read = {name for path in modules() for name in READ.findall((ROOT / path).read_text())}
        assert read - NO_IDS - BARE_IDS == set()

    @pytest.fixture
    def hidden(self, cast, loner):
        task = next(row for row in MEMBERS_ONLY if row.url == "activities:task").args(cast)
        deal = make.deal(by=cast.owner, title=SECRET)
        return SimpleNamespace(task=task[0], deal=deal, person=make.contact(SECRET, by=cast.owner))

    def test_what_one_claims_to_have_opened_lately_is_not_shown(self, hidden, loner):
        asked = f"contact:{hidden.person.pk},deal:{hidden.deal.pk},task:{hidden.task}"
        answer = MemberClient(loner).get(
            "/search/", {"recent": asked}, headers={"hx-request": "true", "hx-target": PALETTE}
        )
        assert answer.status_code == 200 and SECRET not in answer.content.decode()

    @pytest.mark.parametrize(("kind", "which"), [("people", "person"), ("deals", "deal")])
    @pytest.mark.parametrize("verb", ["tag", "delete", "assign", "restore"])
    def test_a_bulk_act_reaches_nobody_elses(self, hidden, loner, kind, which, verb):
        one = getattr(hidden, which)
        answer = MemberClient(loner).post(f"/{kind}/bulk/{verb}/", {"ids": [one.pk], "add": "mine", "owner": loner.pk})
        assert answer.status_code in (403, 404)
        now = type(one).objects.get(pk=one.pk)
        assert (now.tags, now.owner_id, now.deleted_at) == (one.tags, one.owner_id, None)

    def test_a_postponement_reaches_nobody_elses(self, hidden, loner):
        before = Task.objects.get(pk=hidden.task).due_at
        MemberClient(loner).post("/today/postponement/", {"ids": [hidden.task]})
        assert Task.objects.get(pk=hidden.task).due_at == before

    def test_a_record_is_shared_with_nobody_of_another_firm(self, hidden, cast, theirs):
        answer = MemberClient(cast.owner).post(
            f"/people/{hidden.person.pk}/shares/", {"whom": f"member-{theirs[Member].pk}", "level": "see"}
        )
        assert answer.status_code in (404, 422)
