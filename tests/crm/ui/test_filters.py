"""The filters of a list belong to one request: what one offers, asks or leaves out is nobody else's."""

from crm.records import registry
from tests import make


def filters_of(member, data):
    kind = registry.get("contact")
    return kind.resolve("filterset")(data, queryset=kind.visible(member), member=member, record_type=kind)


def test_each_request_has_filters_of_its_own(acme, owner, rep):
    mine, theirs = filters_of(owner, {"city": "Jeddah"}), filters_of(rep, {"city": "Riyadh"})
    assert "owner" in mine.filters and "owner" not in theirs.filters
    for name, each in theirs.filters.items():
        assert each is not mine.filters[name] and each.parent is theirs
        assert each.extra is not mine.filters[name].extra
        assert each.filter != mine.filters[name].filter
    assert "choices" not in type(mine).base_filters["owner"].extra


def test_a_filter_with_a_method_asks_its_own_rows(acme, owner):
    for name, city in (("Sara", "Jeddah"), ("Ali", "Riyadh")):
        make.contact(name, city=city, by=owner)
    asked = [filters_of(owner, {"city": city}) for city in ("Jeddah", "Riyadh")]
    assert [[person.name for person in each.qs] for each in asked] == [["Sara"], ["Ali"]]
