"""A statement put together once finds what the queryset that it was made of finds."""

import pytest
from django.db.models import Count, QuerySet, Value

from crm.access.middleware import SEAT, TENANT
from crm.access.models import Role
from crm.lib.lookup import Lookup, asked
from crm.records.finding import IDS
from crm.tenants.models import Member, Tenant


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_it_gives_the_same_row_for_each_value(acme, zenith, rep, owner):
    for tenant in (acme, zenith, acme):
        assert values(TENANT(tenant.slug)) == values(Tenant.objects.get(slug=tenant.slug))
    for member in (rep, owner):
        found, known = SEAT(acme.pk, member.user_id), Member.objects.select_related("role", "team").get(pk=member.pk)
        assert values(found) == values(known)
        assert values(found.role) == values(known.role) and isinstance(found.role.grants, dict)
        assert found.team == known.team and found._state.db == "default" and not found._state.adding


def test_what_it_names_besides_is_read_with_it(acme, rep, django_assert_num_queries):
    SEAT(acme.pk, rep.user_id)
    with django_assert_num_queries(1):
        found = SEAT(acme.pk, rep.user_id)
        assert found.role.key == "rep" and found.team.name


def test_nothing_is_none(acme, zenith, rep, outsider):
    assert TENANT("nowhere") is None
    assert TENANT("' or true --") is None
    assert SEAT(acme.pk, outsider.user_id) is None
    assert SEAT(zenith.pk, outsider.user_id) is None  # whose rows are behind the wall from here


def test_a_value_may_be_asked_for_twice(acme, owner):
    lookup = Lookup(lambda: QuerySet(Role).filter(tenant=asked(0), key=asked(1)).exclude(name=asked(1)))
    assert lookup(acme.pk, "owner").key == "owner"
    assert lookup(acme.pk, "none such") is None


@pytest.mark.parametrize("active", [True, False])
def test_a_seat_out_of_use_is_none(acme, rep, active):
    Member.objects.filter(pk=rep.pk).update(active=active)
    assert bool(SEAT(acme.pk, rep.user_id)) is active


def test_all_of_them_come_with_what_is_annotated(acme, owner, rep):
    roles = Lookup(lambda: QuerySet(Role).filter(tenant=asked(0)).annotate(seats=Count("members")).order_by("position"))
    known = list(Role.objects.annotate(seats=Count("members")).order_by("position"))
    assert [(role.key, role.seats) for role in roles.all(acme.pk)] == [(role.key, role.seats) for role in known]


def test_a_list_may_be_asked_for_and_plain_values_given(acme, owner, rep):
    wanted = Value([asked(1)], output_field=IDS)
    names = Lookup(lambda: QuerySet(Member).filter(tenant=asked(0), pk__any_of=wanted).values_list("pk", "name"))
    assert set(names.all(acme.pk, [owner.pk, rep.pk])) == {(owner.pk, owner.name), (rep.pk, rep.name)}
    assert names.all(acme.pk, []) == []
