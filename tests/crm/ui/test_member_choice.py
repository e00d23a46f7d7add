"""Choices of colleagues are read for their names; the one who is chosen comes whole."""

from crm.access.teams import colleagues
from crm.records import registry
from crm.ui.fields import MemberField


def test_the_chosen_colleague_is_read_anew(acme, owner, rep, django_assert_num_queries):
    field = MemberField()
    field.offer(colleagues())
    with django_assert_num_queries(1):
        chosen = field.clean(str(rep.pk))
    assert chosen == rep and not chosen.get_deferred_fields()
    with django_assert_num_queries(0):
        assert chosen.role.key == "rep" and chosen.team.name


def test_who_is_known_whole_is_not_read_again(acme, rep, django_assert_num_queries):
    field = MemberField(required=False)
    field.offer([rep], nobody="Nobody")
    with django_assert_num_queries(0):
        assert field.clean(str(rep.pk)) is rep
        assert field.clean("") is None


def test_owners_and_teams_to_filter_by_are_one_question(acme, owner, manager, rep, django_assert_num_queries):
    kind = registry.get("contact")
    with django_assert_num_queries(1):
        filters = kind.resolve("filterset")({}, queryset=kind.visible(owner), member=owner, record_type=kind)
    assert (str(rep.team_id), str(rep.team)) in filters.filters["team"].extra["choices"]
    assert (str(rep.pk), rep.name) in filters.filters["owner"].extra["choices"]
