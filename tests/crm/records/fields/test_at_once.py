"""Two at once: one value of a unique field goes to one record, and a field becomes unique, or
sorts lists, over all that was written."""

import threading

from django.core.exceptions import ValidationError
from django.db import connection

from contacts.people.models import Contact
from crm.records import actions as records
from crm.records import registry
from crm.records.fields.actions import add_field, change_field
from crm.tenants.scope import tenant_scope
from tests import make


def together(tenant, *acts):
    """What becomes of acts that begin at the same moment, each in a transaction of its own."""
    outcome, start = [], threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            with tenant_scope(type(tenant).objects.get(pk=tenant.pk)):
                act()
            outcome.append("done")
        except ValidationError:
            outcome.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcome)


def test_a_value_goes_to_one_and_a_late_rule_finds_it(committed_db):
    tenant, owner = make.workspace("Acme", slug="acme")
    with tenant_scope(tenant):
        code = add_field(registry.get("contact"), kind="text", name="Code", unique=True, by=owner)
        badge = add_field(registry.get("contact"), kind="text", name="Badge", by=owner)

    def person(field, value):
        return lambda: make.contact(by=owner, custom={field.key: value})

    assert together(tenant, person(code, "7"), person(code, "۷"), person(code, "7 ")) == ["done", "refused", "refused"]
    with tenant_scope(tenant):
        assert Contact.objects.count() == 1
        make.contact(by=owner, custom={badge.key: "1"})

    def becomes_unique():
        change_field(badge, unique=True, by=owner)

    outcome = together(tenant, person(badge, "1"), becomes_unique)
    with tenant_scope(type(tenant).objects.get(pk=tenant.pk)):
        badge.refresh_from_db()
        holders = Contact.objects.filter(custom__contains={badge.key: "1"}).count()
    assert (outcome, holders) == (["done", "refused"], 1 if badge.unique else 2)


def test_what_is_written_while_a_field_gets_its_slot_is_in_it(committed_db, run_due):
    tenant, owner = make.workspace("Acme", slug="acme")
    with tenant_scope(tenant):
        size = add_field(registry.get("contact"), kind="number", name="Panes", by=owner)
        old = [make.contact(by=owner, custom={size.key: 1}) for _ in range(3)]

    def written(person, value):
        return lambda: records.change(person, by=owner, custom={size.key: value})

    def made(value):
        return lambda: make.contact(by=owner, custom={size.key: value})

    def sorts():
        change_field(size, sortable=True, by=owner)

    assert together(tenant, written(old[0], 5), made(6), sorts, written(old[1], 7), made(8)) == ["done"] * 5
    with tenant_scope(type(tenant).objects.get(pk=tenant.pk)):
        run_due()
        assert sorted(Contact.objects.values_list("cf_num_1", flat=True)) == [1, 5, 6, 7, 8]
