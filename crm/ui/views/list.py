"""The list of a record type: views, filters, search, sorting, pages."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.access.policy import can, ways
from crm.l10n.numbers import format_number
from crm.l10n.state import current
from crm.records.finding import Found, find
from crm.records.patience import CAP, EVERY, capped_count
from crm.ui.filters import FORM_ASKED
from crm.ui.htmx import fragment, target_of
from crm.ui.keyset import SIZE, Order
from crm.ui.parts import Option
from crm.ui.rows import Drawing, head_of
from crm.ui.tables import Page, Table, View
from crm.ui.views.base import RecordView

MINE = "mine"
LONGEST_SEARCH = 200


class RecordList(RecordView):
    """All of it driven by the RecordType. For htmx aiming at #list, the list alone."""

    template = "ui/list.html"
    part = "ui/_list.html"

    def get(self, request):
        self.asked = request.GET
        if request.htmx and FORM_ASKED in self.asked:
            return fragment(request, "ui/_filter_form.html", {"filters": self.filter_bar()})
        context = self.context()
        if target_of(request) == "list":
            return fragment(request, self.part, context)
        return self.render(context)

    def context(self):
        narrowed = self.narrowed()
        whole = not (self.filters.active or self.asked.get("view"))
        found = Found(narrowed)
        if self.search:
            found = find(self.record_type, narrowed, self.member, self.search, whole=whole)
        self.sort = self.asked_sort or found.sort or self.record_type.default_sort
        rows = self.record_type.lean(found.rows, self.sort)
        page = self.order.page(rows, after=self.asked.get("after", ""), before=self.asked.get("before", ""))
        self.decorate(page.rows)
        total = None if found.many else self.count(found.rows, page)
        words = self.total_words(total, found)
        return {
            "record_type": self.record_type,
            "title": self.record_type.label_plural,
            "views": self.views(),
            "filters": self.filter_bar(),
            "table": self.table(page.rows),
            "page": self.pages(page, total, words),
            "empty": self.empty(),
            "similar": found.similar,
            "search": self.search,
            "kept": self.kept("view", "sort", *self.filters.active),
            "may_create": bool(self.record_type.form) and self.allowed("create"),
            "import_url": self.import_url(),
            "bulk": self.bulk(),
            "refresh_url": self.request.get_full_path(),
        }

    @cached_property
    def search(self):
        return " ".join(self.asked.get("q", "")[:LONGEST_SEARCH].split())

    @property
    def is_mine(self):
        return self.asked.get("view") == MINE

    @property
    def asked_sort(self):
        """The order the address asks for, if a column offers it."""
        allowed = {column.sort for column in self.record_type.columns if column.sort}
        asked = self.asked.get("sort", "")
        return asked if asked.removeprefix("-") in allowed else ""

    @property
    def order(self):
        return Order(self.record_type.model_class, self.sort, current().language)

    @cached_property
    def filters(self):
        return self.record_type.resolve("filterset")(
            self.asked,
            queryset=self.rows(mine=self.is_mine),
            member=self.member,
            record_type=self.record_type,
            drawn=FORM_ASKED in self.asked,
        )

    def filter_bar(self):
        return self.filters.bar(keep=self.kept("view", "q", "sort"))

    def narrowed(self):
        return self.filters.qs

    def count(self, rows, page):
        """How many there are, capped; None when not known. One page that is all of it is counted by looking."""
        if not (page.before or page.after):
            return len(page.rows)
        return capped_count(rows, ways=EVERY if self.is_mine else ways(self.record_type.model_class, self.member))

    def total_words(self, total, found):
        if found.many:
            return _("more than %(count)s") % {"count": format_number(1000)}
        if total is None:
            return "…"
        return f"{format_number(CAP)}+" if total > CAP else format_number(total)

    def table(self, rows):
        title, *others = self.record_type.columns
        drawing = Drawing(self.record_type, self.member, rows)
        heads = [head_of(column, sort=self.sort, url_for=self.sorted_by) for column in (title, *others)]
        return Table(
            caption=str(self.record_type.label_plural),
            title=heads[0],
            heads=tuple(heads[1:]),
            rows=drawing.rows(),
            selectable=bool(self.bulk()),
        )

    def pages(self, page, total, words):
        """The place in the list: "51–100 of 1,284". The address carries it, for keyset pages do not know it."""
        start = max(_number(self.asked.get("n")), 0) if self.asked.get("after") or self.asked.get("before") else 0
        start = 0 if not page.before else start
        if not page.rows:
            return Page(total="")
        place = {"first": format_number(start + 1), "last": format_number(start + len(page.rows)), "total": words}
        return Page(
            total=_("%(first)s–%(last)s of %(total)s") % place,
            previous_url=self.address(before=page.before, n=max(start - SIZE, 0)) if page.before else "",
            next_url=self.address(after=page.after, n=start + len(page.rows)) if page.after else "",
        )

    def views(self):
        return (
            View(label=_("All"), url="?", current=not self.is_mine),
            View(label=_("Mine"), url=f"?view={MINE}", current=self.is_mine),
        )

    def empty(self):
        narrowed = bool(self.filters.active or self.search)
        if narrowed:
            count = len(self.filters.active)
            text = ngettext("%(count)s filter is on.", "%(count)s filters are on.", count) if count else ""
            return {
                "title": _("Nothing matches"),
                "text": text % {"count": format_number(count)} if text else "",
                "clear_url": f"?{urlencode(self.kept('view', 'sort'))}",
            }
        may_create = bool(self.record_type.form) and self.allowed("create")
        return {
            "title": _("Nothing here yet"),
            "url": self.record_type.create_url() if may_create else "",
            "label": self.record_type.label_new,
        }

    def import_url(self):
        """Where a file of such records is brought in, for those who may."""
        may = self.record_type.importer and can(self.member, "import") and self.allowed("create")
        return f"{reverse('transfer:import_list')}?{urlencode({'type': self.record_type.key})}" if may else ""

    def bulk(self):
        """What may be done with the selected rows."""

        def option(verb, **look):
            return Option(url=self.record_type.path("bulk", verb), modal=True, **look)

        options = (
            ("assign", option("assign", label=_("Assign"), icon="user-plus")),
            ("edit", option("tag", label=_("Tag"), icon="tag")),
            ("delete", option("delete", label=_("Delete"), icon="trash", danger=True)),
        )
        return tuple(one for right, one in options if self.allowed(right))

    def kept(self, *names):
        """Parameters of this list's address by name, for an address that keeps them."""
        return {name: self.asked[name] for name in names if self.asked.get(name)}

    def address(self, **changes):
        kept = self.kept("view", "q", "sort", *self.filters.active)
        return f"?{urlencode({**kept, **{name: value for name, value in changes.items() if value}})}"

    def sorted_by(self, sort):
        return self.address(sort=sort)


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else 0
