"""Records as programs have them: lists, one of them, a new one, a change, and the bin."""

from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from crm.access.policy import require
from crm.api.fields import Telling, absolute, moment
from crm.api.problems import Invalid, Stale
from crm.api.taking import Taking
from crm.api.views.base import TypeView
from crm.ui.conflicts import last_change
from crm.ui.keyset import SIZE
from crm.ui.listing import MINE, Listing, number
from crm.ui.saving import make_record, or_fault, save_changes

LARGEST = 200
PLACE = ("after", "before", "size")


class RecordsOf(TypeView):
    parts = {"POST": "create"}

    def get(self, request, slug):
        """A page of the records that the member sees, narrowed and sorted as the list of people is."""
        listing = Listing(self.record_type, self.member, request.GET)
        if request.GET.get("view", MINE) != MINE:
            raise Invalid({"view": [_("Only the view “%(name)s” can be asked for.") % {"name": MINE}]})
        self.refuse_what_is_not_understood(listing)
        place = {name: request.GET.get(name, "") for name in ("after", "before")}
        page = listing.order.page(listing.found.rows, **place, size=self.size())
        self.decorate(page.rows)
        self.note_read("list.read", type=self.record_type.key, count=len(page.rows), asked=listing.told())
        return Response(
            {
                "results": Telling(self.record_type, self.member, page.rows).all(),
                "next": self.page_url(after=page.after),
                "previous": self.page_url(before=page.before),
                "similar": listing.found.similar,
                "capped": listing.found.many,
            }
        )

    def refuse_what_is_not_understood(self, listing):
        """A page shows all for a filter that it does not know; a program would take that for an answer."""
        filters, asked = listing.filters, self.request.GET
        known = {*filters.filters, *(["q"] if self.record_type.scan else []), "sort", "view", *PLACE}
        wrong = {name: [_("There is no such filter.")] for name in asked if name not in known}
        if "sort" in asked and not listing.asked_sort:
            wrong["sort"] = [_("The list is not sorted by this.")]
        if not 1 <= self.size() <= LARGEST:
            wrong["size"] = [_("From 1 to %(most)s.") % {"most": LARGEST}]
        if not wrong and not filters.form.is_valid():
            wrong = dict(filters.form.errors)
        if not wrong and getattr(filters, "remark", str)():
            wrong["where"] = [filters.remark()]
        if wrong:
            raise Invalid(wrong)

    def size(self):
        return number(self.request.GET["size"]) if "size" in self.request.GET else SIZE

    def page_url(self, **place):
        [(name, token)] = place.items()
        if not token:
            return None
        kept = {key: value for key, value in self.request.GET.items() if key not in ("after", "before")}
        return absolute(f"{self.request.path}?{urlencode({**kept, name: token})}")

    def post(self, request, slug):
        """A new record, made as people make it."""
        require(self.member, self.record_type.right("create"))
        with transaction.atomic():
            taking = Taking(self.record_type, self.member, self.body)
            form = taking.form()
            made = or_fault(form, make_record, form, by=self.member)
            taking.refuse_errors(form)
        response = told(self, made.pk, status=201)
        response["Location"] = absolute(reverse("api:record", args=[slug, made.pk]))
        return response


class RecordOf(TypeView):
    parts = {"PATCH": "update", "DELETE": "restore"}

    def get(self, request, slug, pk):
        record = self.fetch(pk)
        self.note_read("record.opened", record)
        return Response(one(self, record), headers={"ETag": etag(record)})

    def patch(self, request, slug, pk):
        """Change the fields that are named, and no others; with If-Match, only what was read as it is."""
        with transaction.atomic():
            record = self.held(pk, "edit")
            if self.body:
                taking = Taking(self.record_type, self.member, self.body, record)
                form = taking.form()
                or_fault(form, save_changes, self.record_type, record, form.values(), by=self.member)
                taking.refuse_errors(form)
        return told(self, pk)

    def delete(self, request, slug, pk):
        """Into the recycle bin."""
        with transaction.atomic():
            self.record_type.resolve("delete")(self.held(pk, "delete"), by=self.member)
        return Response(status=204)

    def held(self, pk, right):
        """The record, kept from others; 412 where it is not what the program has read."""
        record = self.fetch(pk, right, lock=True)
        wanted = self.request.headers.get("If-Match", "*")
        if wanted.strip() != "*" and etag(record) not in {each.strip() for each in wanted.split(",")}:
            who, when = last_change(record)
            raise Stale(changed_by=who, changed_at=when and moment(when), current=one(self, record))
        return record


def told(view, pk, status=200):
    """The record as it is now; its id alone where it has gone out of the member's sight, to a colleague."""
    record = view.rows().filter(pk=pk).first()
    if record is None:
        return Response({"id": pk}, status=status)
    return Response(one(view, record), status=status, headers={"ETag": etag(record)})


def one(view, record):
    view.decorate([record])
    return Telling(view.record_type, view.member, [record]).one(record)


def etag(record):
    return f'"{record.pk}-{moment(record.updated_at)}"'
