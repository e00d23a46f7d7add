"""One act on many records of a list: the selected ones at once, all that match in a worker."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.access.fields import closed_fields
from crm.l10n.numbers import format_number
from crm.records.actions import add_tag, remove_tag
from crm.ui.bulk.actions import start
from crm.ui.bulk.forms import VERBS, editable
from crm.ui.bulk.pieces import matching
from crm.ui.htmx import INVALID, done, trigger
from crm.ui.views.base import RecordView

MOST = 500
ALL = "all"  # in the address: what the list there shows, instead of ids


class RecordBulk(RecordView):
    """GET asks in a modal, POST does it. Records that the member may see but not do this with are left out and told."""

    def dispatch(self, request, *args, verb, **kwargs):
        if verb not in VERBS:
            raise Http404
        self.verb = verb
        self.right, self.form_class = VERBS[verb]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        self.may_at_all()
        return self.ask(self.form())

    def post(self, request):
        self.may_at_all()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form, status=INVALID)
        if self.all:
            return self.hand_to_worker(form)
        allowed = list(self.within(self.right).filter(pk__in=self.chosen).order_by("pk"))
        for record in allowed:
            self.perform(record, form)
        words = self.words(len(allowed), len(self.chosen) - len(allowed))
        return done(words, tone="green" if allowed else "amber", undo=self.undo(allowed))

    def hand_to_worker(self, form):
        values = self.request.POST.copy()
        values.pop("csrfmiddlewaretoken", None)
        try:
            job = start(self.record_type, self.verb, asked=self.asked, values=values.urlencode(), by=self.member)
        except ValidationError as error:
            form.add_error(None, error)
            return self.ask(form, status=INVALID)
        return trigger(done(), bulkjob={"url": reverse("ui:bulk_job", args=[job.pk])})

    def within(self, right):
        """The records within reach of the right; deleted ones when they are to be brought back."""
        kind = self.record_type
        return kind.gone(self.member, right) if self.verb == "restore" else kind.visible(self.member, right)

    def undo(self, records):
        if self.verb != "delete" or not records:
            return ""
        ids = urlencode([("ids", record.pk) for record in records])
        return f"{self.record_type.path('bulk', 'restore')}?{ids}"

    def may_at_all(self):
        if not self.allowed(self.right) or (self.verb == "tag" and "tags" in closed_fields(self.member, self.key)):
            raise PermissionDenied
        if not (self.all and self.verb != "restore" or self.chosen):
            raise Http404
        if self.verb == "edit" and not editable(self.member, self.key):
            raise Http404

    def form(self, data=None):
        picked = {"picked": self.request.GET.get("field", "")} if self.verb == "edit" else {}
        return self.form_class(data, member=self.member, key=self.key, **picked)

    @property
    def all(self):
        return ALL in self.request.GET

    @cached_property
    def asked(self):
        """The list's own part of the address."""
        asked = QueryDict(self.request.GET.urlencode(), mutable=True)
        for name in (ALL, "field"):
            asked.pop(name, None)
        return asked.urlencode()

    @cached_property
    def chosen(self):
        """The selected ids that the member sees, of 500 at most."""
        ids = {int(pk) for pk in self.ids() if pk.isascii() and pk.isdecimal() and len(pk) < 19}
        return set(self.within("see").filter(pk__in=sorted(ids)[:MOST]).values_list("pk", flat=True))

    @cached_property
    def count(self):
        return matching(self.record_type, self.member, self.asked).order_by().count() if self.all else len(self.chosen)

    def ids(self):
        return self.request.POST.getlist("ids") or self.request.GET.getlist("ids")

    def perform(self, record, form):
        values = form.cleaned_data
        if self.verb == "assign":
            self.record_type.resolve("assign")(record, to=values["owner"], by=self.member)
        elif self.verb in ("delete", "restore"):
            self.record_type.resolve(self.verb)(record, by=self.member)
        elif self.verb == "edit":
            self.record_type.resolve("update")(record, by=self.member, **form.change(values))
        else:
            for tag in values["add"]:
                add_tag(record, tag=tag, by=self.member)
            for tag in values["remove"]:
                remove_tag(record, tag=tag, by=self.member)

    def ask(self, form, status=200):
        count = self.count
        shown = {"count": format_number(count)}
        titles = {
            "restore": ngettext("Bring %(count)s record back?", "Bring %(count)s records back?", count),
            "assign": ngettext("Assign %(count)s record", "Assign %(count)s records", count),
            "edit": ngettext("Edit %(count)s record", "Edit %(count)s records", count),
            "tag": ngettext("Tag %(count)s record", "Tag %(count)s records", count),
            "delete": ngettext("Delete %(count)s record?", "Delete %(count)s records?", count),
        }
        texts = {"delete": _("They leave every list and total. You can undo it right after.")}
        labels = {"assign": _("Assign"), "delete": _("Delete"), "restore": _("Bring back")}
        context = {
            "form": form if form.fields else None,
            "title": titles[self.verb] % shown,
            "text": texts.get(self.verb, ""),
            "submit_label": labels.get(self.verb, _("Save")),
            "danger": self.verb == "delete",
        }
        return self.render(context, template="ui/form_modal.html", status=status)

    def words(self, count, left_out):
        shown = {"count": format_number(count), "left": format_number(left_out)}
        if self.verb == "delete":
            text = ngettext("%(count)s record was deleted.", "%(count)s records were deleted.", count) % shown
        elif self.verb == "restore":
            text = ngettext("%(count)s record is back.", "%(count)s records are back.", count) % shown
        else:
            text = ngettext("%(count)s record was changed.", "%(count)s records were changed.", count) % shown
        if left_out:
            more = ngettext(
                "%(left)s was left out, for you may not do this with it.",
                "%(left)s were left out, for you may not do this with them.",
                left_out,
            )
            text = f"{text} {more % shown}"
        return text
