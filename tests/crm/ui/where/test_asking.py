"""What conditions in groups find, of every kind of field, and what they find for nobody."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from contacts.people.models import Contact
from crm.access.catalogue import HIDDEN
from crm.activities.actions import plan
from crm.records import registry
from crm.ui.listing import Listing
from crm.ui.where.tree import encode
from sales.deals.models import Deal
from tests import make


def found(key, member, *conditions, join="all", tree=None):
    """The names of what the list shows, in order."""
    where = encode(tree or ["all", [join, *conditions]])
    listing = Listing(registry.get(key), member, {"where": where})
    assert not listing.filters.conditions.broken
    assert {one.pk for one in listing.found.rows} == {one.pk for one in listing.every}
    return sorted(map(str, listing.every))


@pytest.fixture
def people(rep, other_rep):
    rimal = make.company("Rimal", by=rep)
    make.contact(
        "محمد علي", by=rep, city="جدة", kind="customer", phones=["+966551204477"], source="Fair", company=rimal
    )
    make.contact("Noura", by=rep, city="Riyadh", tags=["VIP", "new"], birthday=date(1990, 5, 4), language="ar")
    make.contact("Sara Ali", by=other_rep, city="jeddah", kind="partner", tags=["VIP"], emails=["sara@fair.example"])
    return rimal


class TestKinds:
    def test_texts_are_compared_as_people_read_them(self, owner, people):
        assert found("contact", owner, ["city", "has", "جده"]) == ["محمد علي"]
        assert found("contact", owner, ["name", "has", "ALI"]) == ["Sara Ali"]
        assert found("contact", owner, ["name", "has", "مُحمّد"]) == ["محمد علي"]
        assert found("contact", owner, ["name", "starts", "sar"]) == ["Sara Ali"]
        assert found("contact", owner, ["name", "starts", "ali"]) == []
        assert found("contact", owner, ["source", "is", "fair"]) == ["محمد علي"]
        assert found("contact", owner, ["email", "has", "FAIR"]) == ["Sara Ali"]
        assert found("contact", owner, ["city", "hasnt", "jed"]) == ["Noura", "محمد علي"]
        assert found("contact", owner, ["source", "empty"]) == ["Noura", "Sara Ali"]
        assert found("contact", owner, ["source", "filled"]) == ["محمد علي"]
        assert (
            found("contact", owner, ["name", "has", "%"]) == [] and found("contact", owner, ["city", "is", "_"]) == []
        )

    def test_phones_by_any_run_of_their_digits(self, owner, people):
        assert found("contact", owner, ["phone", "has", "٠٥٥ ١٢٠"]) == ["محمد علي"]
        assert found("contact", owner, ["phone", "empty"]) == ["Noura", "Sara Ali"]

    def test_choices_tags_links_and_days(self, owner, people):
        assert found("contact", owner, ["kind", "any", "customer", "partner"]) == ["Sara Ali", "محمد علي"]
        assert found("contact", owner, ["kind", "none", "customer", "gone since"]) == ["Noura", "Sara Ali"]
        assert found("contact", owner, ["language", "filled"]) == ["Noura"]
        assert found("contact", owner, ["tags", "any", "new", "old"]) == ["Noura"]
        assert found("contact", owner, ["tags", "all", "VIP", "new"]) == ["Noura"]
        assert found("contact", owner, ["tags", "none", "new"]) == ["Sara Ali", "محمد علي"]
        assert found("contact", owner, ["tags", "empty"]) == ["محمد علي"]
        assert found("contact", owner, ["company", "is", people.pk]) == ["محمد علي"]
        assert found("contact", owner, ["company", "isnt", people.pk]) == ["Noura", "Sara Ali"]
        assert found("contact", owner, ["company", "empty"]) == ["Noura", "Sara Ali"]
        assert found("contact", owner, ["birthday", "between", "1990-05-04", "1990-01-01"]) == ["Noura"]
        assert found("contact", owner, ["birthday", "after", "1990-05-04"]) == []
        assert found("contact", owner, ["birthday", "before", "1990-05-05"]) == ["Noura"]
        assert found("contact", owner, ["birthday", "empty"]) == ["Sara Ali", "محمد علي"]

    def test_colleagues(self, owner, rep, other_rep, manager, people):
        Contact.objects.filter(name="Noura").update(owner=None)
        assert found("contact", rep, ["owner", "any", "me"]) == ["محمد علي"]
        assert found("contact", manager, ["owner", "any", "team"]) == ["Sara Ali", "محمد علي"]
        assert found("contact", owner, ["owner", "any", str(other_rep.pk), "none"]) == ["Noura", "Sara Ali"]
        assert found("contact", owner, ["owner", "none", str(other_rep.pk)]) == ["Noura", "محمد علي"]
        assert found("contact", owner, ["team", "any", str(rep.team_id)]) == ["Noura", "Sara Ali", "محمد علي"]

    def test_amounts_numbers_and_stages(self, owner, rep):
        make.deal(by=rep, title="Small", amount=100)
        make.deal(by=rep, title="Large", amount=900, stage="approval")
        make.deal(by=rep, title="Foreign", amount=900, currency="SAR")
        code = Deal.objects.get(title="Small").currency
        assert found("deal", owner, ["amount", "gt", 50_000, code]) == ["Large"]
        assert found("deal", owner, ["amount", "between", 90_000, 10_000, code]) == ["Large", "Small"]
        assert found("deal", owner, ["amount", "eq", 90_000, "SAR"]) == ["Foreign"]
        large = Deal.objects.get(title="Large")
        assert found("deal", owner, ["stage", "any", str(large.stage_id)]) == ["Large"]
        assert found("deal", owner, ["number", "lt", large.number]) == ["Small"]
        assert found("deal", owner, ["status", "any", "1"]) == []
        assert found("deal", owner, ["loss_reason", "none", "1"]) == ["Foreign", "Large", "Small"]

    def test_stretches_of_time_in_the_readers_calendar(self, owner, rep, people):
        moments = {"Noura": datetime(2024, 10, 1, 12), "Sara Ali": datetime(2024, 9, 21, 12)}
        for name, at in moments.items():
            Contact.objects.filter(name=name).update(created_at=at.replace(tzinfo=ZoneInfo("UTC")))
        assert found("contact", owner, ["created_at", "in", "Mehr 1403"]) == ["Noura"]  # from 22 September 2024
        assert found("contact", owner, ["created_at", "in", "today"]) == ["محمد علي"]
        assert found("contact", owner, ["created_at", "before", "2024-10-01"]) == ["Sara Ali"]
        assert found("contact", owner, ["created_at", "between", "2024-10-01", "2024-09-21"]) == ["Noura", "Sara Ali"]

    def test_tasks_too_which_have_no_scan_view(self, owner, rep):
        plan(kind="call", subject="Call نورا", due_at=timezone.now(), assignee=rep, by=owner)
        assert found("task", owner, ["subject", "has", "نورا"], ["due_at", "in", "today"]) == ["Call نورا"]
        assert found("task", owner, ["created_by", "none", "me"]) == []
        assert found("task", owner, ["done_at", "filled"]) == [] and found("call", owner, ["minutes", "gt", 3]) == []


class TestGroups:
    def test_all_and_any_within_each_other(self, owner, rep, people):
        either = ["any", ["city", "has", "جدة"], ["source", "is", "x"], ["name", "has", "sara"]]
        assert found("contact", owner, tree=["all", either]) == ["Sara Ali", "محمد علي"]
        mine = ["all", ["owner", "any", "me"]]
        assert found("contact", rep, tree=["all", mine, either]) == ["محمد علي"]
        both = ["all", ["tags", "any", "new"], ["city", "has", "riy"]]
        assert found("contact", owner, tree=["any", both, either]) == ["Noura", "Sara Ali", "محمد علي"]
        assert found("contact", owner, tree=["any", both, ["all", ["name", "has", "sara"]]]) == ["Noura", "Sara Ali"]
        tagged, named = ["all", ["tags", "any", "new"]], ["all", ["name", "has", "sar"]]
        assert found("contact", owner, tree=["any", tagged, named]) == ["Noura", "Sara Ali"]

    def test_what_an_index_serves_goes_through_the_scan_view(self, owner, people):
        def sql(*groups, join="all"):
            listing = Listing(registry.get("contact"), owner, {"where": encode([join, *groups])})
            return str(listing.filters.qs.query)

        assert "contacts_contact_scan" in sql(["all", ["name", "has", "ali"], ["kind", "any", "customer"]])
        assert "contacts_contact_scan" in sql(["any", ["name", "has", "ali"], ["tags", "any", "VIP"]])
        assert "contacts_contact_scan" not in sql(["any", ["name", "has", "ali"], ["kind", "any", "customer"]])
        assert "contacts_contact_scan" not in sql(["all", ["name", "has", "al"]])  # two letters have no trigram
        assert "contacts_contact_scan" not in sql(["all", ["name", "hasnt", "ali"]])


class TestNobodyLearns:
    def test_by_a_hidden_field(self, owner, people):
        owner.role.fields = {"contact": {"city": HIDDEN, "company": HIDDEN, "tags": HIDDEN}}
        for hidden in (["city", "has", "جدة"], ["company", "is", people.pk], ["tags", "any", "VIP"]):
            assert len(found("contact", owner, hidden)) == 3
            assert len(found("contact", owner, hidden, ["kind", "any", "customer"], join="any")) == 1
            where = Listing(registry.get("contact"), owner, {"where": encode(["all", ["all", hidden]])}).filters
            assert where.conditions.left_out == 1 and "is left out" in where.remark()

    def test_by_a_record_they_do_not_see(self, owner, rep, people):
        secret = make.company("Secret", by=owner)
        Contact.objects.filter(name="Noura").update(company=secret)
        assert found("contact", owner, ["company", "is", secret.pk]) == ["Noura"]
        assert found("contact", rep, ["company", "is", secret.pk]) == []
        assert found("contact", rep, ["company", "isnt", secret.pk]) == []

    def test_of_another_workspace(self, owner, outsider, people):
        assert found("contact", owner, ["owner", "any", str(outsider.pk)]) == []
        assert len(found("contact", owner, ["name", "filled"])) == 3
