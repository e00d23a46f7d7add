"""The list of a record type: views, filters, search, sorting, pages."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.access.fields import closed_fields
from crm.access.policy import can, ways
from crm.l10n.numbers import format_number
from crm.records.patience import CAP, EVERY, capped_count
from crm.ui.bulk.forms import editable
from crm.ui.filters import FORM_ASKED
from crm.ui.htmx import fragment, target_of
from crm.ui.keyset import SIZE
from crm.ui.listing import Listing, number
from crm.ui.live import stamp_of
from crm.ui.parts import Option
from crm.ui.rows import Drawing, head_of
from crm.ui.saved.menus import default_view, list_menu, view_tabs
from crm.ui.tables import Page, Table
from crm.ui.views.base import RecordView


class RecordList(RecordView):
    """All of it driven by the RecordType. For htmx aiming at #list, the list alone."""

    template = "ui/list.html"
    part = "ui/_list.html"

    @property
    def watches(self):
        return (self.key,)

    def get(self, request):
        if request.htmx and FORM_ASKED in request.GET:
            return fragment(request, "ui/_filter_form.html", {"filters": self.filter_bar()})
        if not request.GET and not request.htmx and (view := default_view(self.listing)):
            return HttpResponseRedirect(reverse("lists:view", args=[view.pk]))
        context = self.context()
        if target_of(request) == "list":
            return fragment(request, self.part, context)
        return self.render(context)

    @cached_property
    def listing(self):
        return Listing(self.record_type, self.member, self.request.GET)

    def context(self):
        listing = self.listing
        found, page = listing.found, listing.page(**self.place())
        self.note_list(page)
        total = None if found.many else self.count(found.rows, page)
        words = self.total_words(total, found)
        return {
            "record_type": self.record_type,
            "title": self.record_type.label_plural,
            "views": self.views,
            "filters": self.filter_bar(),
            "table": self.table(page.rows),
            "page": self.pages(page, total, words),
            "empty": self.empty(),
            "similar": found.similar,
            "also": bool(found.also),
            "search": listing.search,
            "kept": listing.kept("view", "sort", *listing.filters.active),
            "may_create": bool(self.record_type.form) and self.allowed("create"),
            "import_url": self.import_url(),
            "bulk": self.bulk(),
            "all_matching": self.all_matching(page, words),
            "menu": list_menu(listing),
            "refresh_url": self.request.get_full_path(),
        }

    def place(self):
        return {name: self.request.GET.get(name, "") for name in ("after", "before")}

    def note_list(self, page):
        self.note_read("list.read", type=self.record_type.key, count=len(page.rows), asked=self.listing.told())

    def filter_bar(self):
        return self.listing.filters.bar(keep=self.listing.kept("view", "q", "sort"))

    def count(self, rows, page):
        """How many there are, capped; None when not known. One page that is all of it is counted by looking."""
        if not (page.before or page.after):
            return len(page.rows)
        one_by_one = EVERY if self.listing.is_mine else ways(self.record_type.model_class, self.member)
        shown = getattr(self.request, "live", None)  # a page's; not of what htmx asks for
        stamp = shown.stamp if shown else stamp_of(self.watches)
        return capped_count(rows, ways=one_by_one, stamp=stamp)

    def total_words(self, total, found):
        if found.many:
            return _("more than %(count)s") % {"count": format_number(1000)}
        if total is None:
            return "…"
        return f"{format_number(CAP)}+" if total > CAP else format_number(total)

    def table(self, rows):
        title, *others = self.listing.columns
        drawing = Drawing(self.record_type, self.member, rows, self.listing.columns)
        heads = [head_of(column, sort=self.listing.sort, url_for=self.sorted_by) for column in (title, *others)]
        return Table(
            caption=str(self.record_type.label_plural),
            title=heads[0],
            heads=tuple(heads[1:]),
            rows=drawing.rows(),
            selectable=bool(self.bulk()),
        )

    def pages(self, page, total, words):
        """The place in the list: "51–100 of 1,284". The address carries it, for keyset pages do not know it."""
        asked = self.request.GET
        start = number(asked.get("n")) if (asked.get("after") or asked.get("before")) and page.before else 0
        if not page.rows:
            return Page(total="")
        place = {"first": format_number(start + 1), "last": format_number(start + len(page.rows)), "total": words}
        return Page(
            total=_("%(first)s–%(last)s of %(total)s") % place,
            previous_url=self.address(before=page.before, n=max(start - SIZE, 0)) if page.before else "",
            next_url=self.address(after=page.after, n=start + len(page.rows)) if page.after else "",
        )

    def views(self):
        """The tabs above the list; a part of the page that swaps only the list does without them."""
        return view_tabs(self.listing)

    def empty(self):
        active = self.listing.filters.active
        if active or self.listing.search:
            count = len(active.keys() - {"where"}) + len(self.listing.filters.conditions.conditions)
            text = ngettext("%(count)s filter is on.", "%(count)s filters are on.", count) if count else ""
            return {
                "title": _("Nothing matches"),
                "text": text % {"count": format_number(count)} if text else "",
                "clear_url": f"?{urlencode(self.listing.kept('view', 'sort'))}",
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

        may_tag = "tags" not in closed_fields(self.member, self.key)
        options = (
            ("assign", option("assign", label=_("Assign"), icon="user-plus")),
            ("edit", option("edit", label=_("Edit"), icon="pencil") if editable(self.member, self.key) else None),
            ("edit", option("tag", label=_("Tag"), icon="tag") if may_tag else None),
            ("delete", option("delete", label=_("Delete"), icon="trash", danger=True)),
        )
        return tuple(one for right, one in options if one and self.allowed(right))

    def all_matching(self, page, words):
        """What leads from the rows of this page to all of them: (how many in words, the query that finds them)."""
        query = urlencode(self.listing.kept("view", "q", *self.listing.filters.active))
        return {"count": words, "query": query} if page.before or page.after else None

    def address(self, **changes):
        kept = self.listing.kept("view", "q", "sort", *self.listing.filters.active)
        return f"?{urlencode({**kept, **{name: value for name, value in changes.items() if value}})}"

    def sorted_by(self, sort):
        return self.address(sort=sort)
