"""A workspace's own fields on the page of a figure's rows: their sums, and the rows split by one of them."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from crm.tenants.models import Member
from reports.catalogue.customs import SPLITTING, Added, added_up, fields_for
from reports.catalogue.figures import split_own
from reports.catalogue.measures import NONE
from reports.dashboards.overview import Line as Bar
from reports.dashboards.overview import address, percent


@dataclass(frozen=True)
class Tab:
    """A field by which the rows can be split."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class Own:
    """`said` is the value that the rows are narrowed to, in words; `whole_url` leads to all of them."""

    sums: list[Added]
    tabs: list[Tab]
    bars: list[Bar]
    title: Any = ""
    said: str = ""
    whole_url: str = ""


def narrowed(measure, member, asked):
    """(the field that rows are split by or narrowed to, the value or None) as an address asks. Raises Http404 for what
    is not offered, which a field that the member's role hides is not."""
    known = {field.key: field for field in fields_for(measure, member, *SPLITTING)}
    name, value = asked.get("field"), asked.get("value")
    if name is None:
        return next(iter(known.values()), None), None
    if name not in known or (value is not None and value not in _words(known[name])):
        raise Http404
    return known[name], value


def own_of(measure, question, span, field):
    """The Own of a question's rows, split by `field` unless they are narrowed to one of its values."""
    member, choice = question.member, question.choice
    fields = fields_for(measure, member, *SPLITTING)

    def to(**more):
        return address(measure.key, span, choice, **more)

    split = field is not None and question.own is None
    return Own(
        sums=added_up(measure, question),
        tabs=[Tab(str(each), to(field=each.key), each == field) for each in fields] if split else [],
        bars=_bars(field, split_own(measure, question, field), to) if split else [],
        title=_("By “%(field)s”") % {"field": field} if split else "",
        said=f"{field}: {_words(field)[question.own[1]]}" if question.own else "",
        whole_url=to(field=field.key) if question.own else "",
    )


def _words(field):
    """{value as text: what it is called}, in order."""
    if field.kind == "yes":
        words = {"true": _("Yes"), "false": _("No")}
    elif field.kind == "member":
        words = {str(pk): name for pk, name in Member.objects.order_by("name", "pk").values_list("pk", "name")}
    else:
        words = field.labels()
    return {**words, NONE: _("None given")}


def _bars(field, figures, to):
    most = max((figure.count for figure in figures.values()), default=0)
    return [
        Bar(
            label=words,
            figure=figures[value],
            url=to(field=field.key, value=value),
            share=percent(figures[value].count, most) or 0,
        )
        for value, words in _words(field).items()
        if value in figures
    ]
