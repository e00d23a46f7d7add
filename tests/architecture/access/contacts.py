from contacts.companies.models import Company
from contacts.people.models import Contact
from crm.access.sharing import share
from crm.records import actions
from tests import make
from tests.architecture.access import Row


def contact(cast):
    """A person of the rep's."""
    return (make.contact("Noura", by=cast.rep, phones=["+966551204477"]).pk,)


def company(cast):
    return (make.company("Rimal", by=cast.rep).pk,)


def deleted(make_one):
    def args(cast):
        (pk,) = make_one(cast)
        model = {contact: Contact, company: Company}[make_one]
        actions.delete(model.objects.get(pk=pk), by=cast.rep)
        return (pk,)

    return args


def with_the_reader(cast, args):
    return {"whom": f"member-{cast.reader.pk}", "level": "see"}


def shared(make_one):
    def args(cast):
        (pk,) = make_one(cast)
        model = {contact: Contact, company: Company}[make_one]
        share(model.objects.get(pk=pk), cast.reader)
        return (pk,)

    return args


def fact(make_one, name):
    return lambda cast: (*make_one(cast), name)


def bulk(verb):
    return lambda cast: (verb,)


def chosen(make_one):
    return lambda cast, args: {"ids": list(make_one(cast))}


def rows(key, prefix, make_one, valid):
    """The addresses that each record type has. The reader reads all and changes nothing; the agent sees and edits every
    contact and company, and deletes none."""
    changing = {"reader": 403}
    saved = {"owner": 302, "manager": 302, "rep": 302, "agent": 302, "reader": 403}
    deleted_one = {"owner": 302, "manager": 302, "rep": 302, "agent": 403, "reader": 403}
    back = {"owner": 302, "manager": 302, "rep": 302, "agent": 404, "reader": 404}
    bulk_done = {"owner": 204, "manager": 204, "rep": 204, "agent": 403, "reader": 403}
    city = fact(make_one, "city")

    def row(verb, **fields):
        return Row(url=f"contacts:{key}{verb}", **fields)

    def post(verb, **fields):
        return row(verb, method="post", **fields)

    return [
        row("_list"),
        row("_create", **changing),
        post("_create", data=lambda cast, args: valid, **saved),
        row("_duplicates", **changing),
        row("", args=make_one),
        row("_timeline", args=make_one),
        row("_access", args=make_one),
        post("_share", args=make_one, data=with_the_reader, **saved),
        post("_unshare", args=shared(make_one), data=with_the_reader, **saved),
        row("_edit", args=make_one, **changing),
        post("_edit", args=make_one, data=lambda cast, args: valid, **saved),
        row("_fact", args=city, **saved),
        post("_fact", args=city, data=lambda cast, args: {"city": "Jeddah"}, **saved),
        post("_delete", args=make_one, **deleted_one),
        post("_restore", args=deleted(make_one), **back),
        row("_bulk", args=bulk("assign"), data=chosen(make_one), rep=403, agent=403, reader=403),
        row("_bulk", args=bulk("tag"), data=chosen(make_one), **changing),
        row("_bulk", args=bulk("delete"), data=chosen(make_one), agent=403, reader=403),
        post("_bulk", args=bulk("delete"), data=chosen(make_one), **bulk_done),
    ]


ROWS = [
    *rows("contact", "people", contact, {"name": "Sara", "kind": "customer"}),
    *rows("company", "companies", company, {"name": "Manarat"}),
]
