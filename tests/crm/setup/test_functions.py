"""Kinds of work: added, named in every language, put in order, and removed once nobody does them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from crm.access.actions import give_functions
from crm.access.models import Function
from crm.audit.models import Entry
from crm.automation.actions import save_rule
from crm.events.models import Event
from crm.setup.functions import actions
from crm.setup.functions.queries import functions, named
from crm.tenants.models import Member

PAGE = "/settings/functions/"


@pytest.fixture
def fitting(owner):
    return actions.add_function(name="Fitting", names={"en": "Fitting", "ar": "التركيب"}, by=owner)


@pytest.fixture
def measuring(owner, fitting):
    return actions.add_function(name="قياس", by=owner)


def hand_out(function):
    step = {"text": "New work", "recipient": f"function:{function.key}"}
    return save_rule(
        name="After a visit", event_kind="contact.visited", match={"where": "shop"}, steps=[("notify", step)]
    )


def keys():
    return list(Function.objects.values_list("key", flat=True))


def test_keys_come_of_latin_names_are_each_used_once_and_outlive_a_new_name(owner, fitting, measuring):
    other = actions.add_function(name="تنظيف", by=owner)
    again = actions.add_function(name="Fitting!", by=owner)
    assert [one.key for one in (fitting, measuring, other, again)] == ["fitting", "function", "function_1", "fitting_1"]
    actions.rename_function(fitting, name="Installing", names={"fa": "نصب"}, by=owner)
    fitting.refresh_from_db()
    assert (fitting.key, fitting.name, fitting.names) == ("fitting", "Installing", {"fa": "نصب"})


def test_a_name_is_used_once_in_each_language(owner, fitting):
    for said in ({"name": "FITTING"}, {"name": "Mounting", "names": {"ar": "التركيب"}}):
        with pytest.raises(ValidationError, match="of this name"):
            actions.add_function(**said, by=owner)
    actions.rename_function(fitting, name="fitting", by=owner)  # its own name is no other's


def test_what_happens_to_functions_stands_in_the_audit_trail(owner, fitting, measuring):
    actions.rename_function(fitting, name="Fitting", names=fitting.names, by=owner)  # as it was: nothing happened
    actions.rename_function(fitting, name="Installing", by=owner)
    actions.order_functions([measuring.key, "nobody_has_this"], by=owner)
    actions.order_functions([measuring.key], by=owner)  # the order that there is
    actions.remove_function(fitting, by=owner)
    acts = ["function.added", "function.added", "function.renamed", "workspace.functions_ordered", "function.removed"]
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True))[-5:] == acts
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True))[-5:] == acts
    renamed = Event.objects.get(kind="function.renamed")
    assert (renamed.actor_id, renamed.data["from"], renamed.data["to"]) == (owner.pk, "Fitting", "Installing")


def test_a_function_goes_when_nobody_does_it_and_no_rule_hands_it_out(owner, rep, agent, fitting):
    rule = hand_out(fitting)
    for member in (rep, agent):
        give_functions(member, [fitting.key])
    Member.objects.filter(pk=agent.pk).update(active=False)
    with pytest.raises(ValidationError) as refused:
        actions.remove_function(fitting, by=owner)
    people, rules = refused.value.messages
    assert "Rami Rep" in people and "After a visit" in rules
    give_functions(rep, [])
    with pytest.raises(ValidationError, match="After a visit"):
        actions.remove_function(fitting, by=owner)
    rule.delete()
    actions.remove_function(fitting, by=owner)
    assert not Function.objects.exists()
    assert Member.objects.get(pk=agent.pk).functions == []  # whoever comes back does not do what is gone


@pytest.mark.parametrize("member", ["manager", "rep", "agent", "reader"])
def test_only_those_who_manage_members_shape_functions(request, fitting, member):
    by = request.getfixturevalue(member)
    for action in (
        lambda: actions.add_function(name="Driving", by=by),
        lambda: actions.rename_function(fitting, name="Driving", by=by),
        lambda: actions.order_functions([fitting.key], by=by),
        lambda: actions.remove_function(fitting, by=by),
    ):
        with pytest.raises(PermissionDenied):
            action()


def test_a_list_of_any_length_takes_the_same_few_statements(owner, rep, fitting, measuring, django_assert_num_queries):
    give_functions(rep, [fitting.key, measuring.key])
    hand_out(fitting)
    with django_assert_num_queries(3):  # functions, who does them, steps
        rows = functions()
    assert [(row.doers, row.rules, row.is_free) for row in rows] == [
        (("Rami Rep",), ("After a visit",), False),
        (("Rami Rep",), (), False),
    ]


def test_of_many_names_the_first_few_are_said():
    assert (named(("a", "b", "c")), named(("a", "b", "c", "d"))) == ("a · b · c", "a · b · c · …")


def test_the_page_lists_work_in_the_readers_language_with_who_does_it(client_for, owner, rep, fitting, measuring):
    give_functions(rep, [fitting.key])
    owner.language = "ar"
    owner.save()
    client = client_for(owner)
    html = client.get(PAGE).content.decode()
    assert html.index("<bdi>التركيب</bdi>") < html.index("Rami Rep") < html.index("<bdi>قياس</bdi>")
    assert f"{PAGE}{fitting.pk}/removal/" not in html  # somebody does it
    assert f"{PAGE}{measuring.pk}/removal/" in html
    assert "التركيب" in client.get("/settings/members/").content.decode()


def test_work_is_added_renamed_and_removed_on_the_page(client_for, owner, rep):
    client = client_for(owner)
    assert client.get(PAGE).context["rows"] == []
    said = {"name": "Fitting", "name_ar": "التركيب", "name_fa": ""}
    assert client.post(f"{PAGE}new/", said).status_code == 302
    fitting = Function.objects.get()
    assert fitting.names == {"en": "Fitting", "ar": "التركيب"}
    answer = client.post(f"{PAGE}new/", {"name": "Mounting", "name_ar": "التركيب"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"name_ar"})
    assert client.get(f"{PAGE}{fitting.pk}/").context["form"]["name_ar"].value() == "التركيب"
    client.post(f"{PAGE}{fitting.pk}/", {**said, "name": "Installing"})
    choices = client.get(f"/settings/members/{rep.pk}/").context["form"].fields["functions"].choices
    assert list(choices) == [("fitting", "Installing")]
    give_functions(rep, ["fitting"])
    for method in (client.get, client.post):  # the button is not offered; an old page has it still
        answer = method(f"{PAGE}{fitting.pk}/removal/", follow=True)
        assert "stays while somebody does it: Rami Rep" in answer.content.decode()
    give_functions(rep, [])
    assert "Remove the function Installing?" in client.get(f"{PAGE}{fitting.pk}/removal/").content.decode()
    client.post(f"{PAGE}{fitting.pk}/removal/")
    assert not Function.objects.exists()


def test_work_is_put_in_order_by_dragging_and_by_buttons(client_for, owner, fitting, measuring):
    client = client_for(owner)
    answer = client.post(f"{PAGE}order/", {"order": ["function", "fitting"]}, headers={"HX-Request": "true"})
    assert (answer.status_code, keys()) == (204, ["function", "fitting"])
    for way, expected in (("down", ["fitting", "function"]), ("down", ["fitting", "function"])):
        assert client.post(f"{PAGE}order/", {"name": "function", "way": way}).status_code == 302
        assert keys() == expected
    client.post(f"{PAGE}order/", {"name": "function", "way": "up"})
    assert keys() == ["function", "fitting"]
