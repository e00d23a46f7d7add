"""What a member asks of a record list, read from an address: view, filters, search, order and columns.

Pages, exports and saved views read it here, so that they speak of the same rows.
"""

from django.utils.functional import cached_property

from crm.access.policy import predicate
from crm.l10n.state import current
from crm.records.finding import Found, find
from crm.records.types import with_related
from crm.ui.filters import FORM_ASKED
from crm.ui.keyset import order_of
from crm.ui.saved.choices import chosen_columns
from crm.ui.saved.queries import find_view, views_of_list
from crm.ui.where.words import where_words

MINE, ALL = "mine", "all"
LONGEST_SEARCH = 200


class Listing:
    """One list as one member asks for it. `asked` is a QueryDict or dict of texts; `right` narrows it to what may be
    seen and, say, exported. Raises Http404 for a view that the member does not meet."""

    def __init__(self, record_type, member, asked, *, right="see"):
        self.record_type, self.member, self.asked, self.right = record_type, member, asked, right

    @cached_property
    def view(self):
        """The saved view that the list stands in, if any."""
        pk = number(self.asked.get("view"))
        found = find_view(pk, self.member) if pk else None
        return found if found and found.record_type == self.record_type.key else None

    @cached_property
    def views(self):
        """The saved views of this type that the member meets, by name."""
        return views_of_list(self.member, self.record_type)

    @property
    def is_mine(self):
        return self.view.mine if self.view else self.asked.get("view") == MINE

    @cached_property
    def search(self):
        if not self.record_type.scan:
            return ""
        return " ".join(self.asked.get("q", "")[:LONGEST_SEARCH].split())

    @cached_property
    def columns(self):
        return self.record_type.columns_for(self.member, chosen_columns(self.member, self.record_type, self.view))

    @cached_property
    def filters(self):
        return self.record_type.resolve("filterset")(
            self.asked,
            queryset=self.rows(),
            member=self.member,
            record_type=self.record_type,
            drawn=FORM_ASKED in self.asked,
        )

    def rows(self):
        """All that the member may see here and do the right with, with what a page of it shows."""
        rows = with_related(self.record_type.visible(self.member, mine=self.is_mine), self.record_type.related)
        condition = None if self.right == "see" else predicate(rows.model, self.member, self.right)
        return rows if condition is None else rows.filter(condition)

    @cached_property
    def found(self):
        """The rows that filters and search leave. A page is content with the latest of very many."""
        narrowed = self.filters.qs
        if not self.search:
            return Found(narrowed)
        whole = self.right == "see" and not (self.filters.active or self.asked.get("view"))
        return find(self.record_type, narrowed, self.member, self.search, action=self.right, whole=whole)

    @property
    def every(self):
        """All the rows that filters and search leave, however many."""
        rows = self.filters.qs
        return find(self.record_type, rows, self.member, self.search, action=self.right).rows if self.search else rows

    @property
    def asked_sort(self):
        """The order the address asks for, if a column offers it."""
        allowed = {column.sort for column in self.record_type.offered(self.member) if column.sort}
        asked = self.asked.get("sort", "")
        return asked if asked.removeprefix("-") in allowed else ""

    @cached_property
    def sort(self):
        return self.asked_sort or self.found.sort or self.record_type.default_sort

    @property
    def order(self):
        return order_of(self.record_type.model_class, self.sort, current().language)

    def page(self, **place):
        """A page of the rows (see Order.page), with what its columns need."""
        rows = self.record_type.lean(self.found.rows, self.sort, self.columns)
        page = self.order.page(rows, **place)
        if self.record_type.decorate and page.rows:
            self.record_type.resolve("decorate")(page.rows, self.member)
        return page

    def kept(self, *names):
        """Parameters of the address by name, for an address that keeps them."""
        return {name: self.asked[name] for name in names if self.asked.get(name)}

    def told(self):
        """What the list is narrowed by, as the audit trail keeps it: conditions in groups in the reader's words."""
        asked = self.kept("view", "q", *self.filters.active)
        return asked | ({"where": where_words(self.filters.conditions)} if "where" in asked else {})

    def state(self):
        """What is asked for, without the place in the list: filters that are on, "q" and "sort"."""
        return self.kept(*(["q"] if self.search else ()), *(["sort"] if self.asked_sort else ()), *self.filters.active)


def number(text):
    """The whole number that a parameter of an address holds; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else 0
