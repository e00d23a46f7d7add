"""One act on many records of a list: each by its own right and its own action, all in one transaction."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.access.policy import predicate
from crm.l10n.numbers import format_number
from crm.records.actions import add_tag, remove_tag
from crm.ui.fields import MemberField, TagsField, assignable
from crm.ui.htmx import INVALID, done
from crm.ui.views.base import RecordView

MOST = 500


class AssignForm(forms.Form):
    owner = MemberField(label=gettext_lazy("Owner"), required=False)

    def __init__(self, *args, member, key, **kwargs):
        super().__init__(*args, initial={"owner": member}, **kwargs)
        self.fields["owner"].offer(assignable(member, key), nobody=_("Nobody"))


class TagForm(forms.Form):
    add = TagsField(label=gettext_lazy("Add tags"), required=False)
    remove = TagsField(label=gettext_lazy("Remove tags"), required=False)

    def __init__(self, *args, member, key, **kwargs):
        super().__init__(*args, **kwargs)


class DeleteForm(forms.Form):
    def __init__(self, *args, member, key, **kwargs):
        super().__init__(*args, **kwargs)


VERBS = {  # verb → right, form
    "assign": ("assign", AssignForm),
    "tag": ("edit", TagForm),
    "delete": ("delete", DeleteForm),
    "restore": ("delete", DeleteForm),  # the undoing of the one before
}


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
        allowed = list(self.within(self.right).filter(pk__in=self.chosen).order_by("pk"))
        for record in allowed:
            self.perform(record, form.cleaned_data)
        words = self.words(len(allowed), len(self.chosen) - len(allowed))
        return done(words, tone="green" if allowed else "amber", undo=self.undo(allowed))

    def within(self, right):
        """The records within reach of the right; deleted ones when they are to be brought back."""
        if self.verb != "restore":
            return self.record_type.visible(self.member, right)
        condition = predicate(self.record_type.model_class, self.member, right)
        rows = self.record_type.model_class.objects.filter(deleted_at__isnull=False)
        return rows if condition is None else rows.filter(condition)

    def undo(self, records):
        if self.verb != "delete" or not records:
            return ""
        ids = urlencode([("ids", record.pk) for record in records])
        return f"{self.record_type.path('bulk', 'restore')}?{ids}"

    def may_at_all(self):
        if not self.allowed(self.right):
            raise PermissionDenied
        if not self.chosen:
            raise Http404

    def form(self, data=None):
        return self.form_class(data, member=self.member, key=self.key)

    @cached_property
    def chosen(self):
        """The selected ids that the member sees, of 500 at most."""
        ids = {int(pk) for pk in self.ids() if pk.isascii() and pk.isdecimal() and len(pk) < 19}
        return set(self.within("see").filter(pk__in=sorted(ids)[:MOST]).values_list("pk", flat=True))

    def ids(self):
        return self.request.POST.getlist("ids") or self.request.GET.getlist("ids")

    def perform(self, record, values):
        if self.verb == "assign":
            self.record_type.resolve("assign")(record, to=values["owner"], by=self.member)
        elif self.verb in ("delete", "restore"):
            self.record_type.resolve(self.verb)(record, by=self.member)
        else:
            for tag in values["add"]:
                add_tag(record, tag=tag, by=self.member)
            for tag in values["remove"]:
                remove_tag(record, tag=tag, by=self.member)

    def ask(self, form, status=200):
        count = len(self.chosen)
        shown = {"count": format_number(count)}
        titles = {
            "restore": ngettext("Bring %(count)s record back?", "Bring %(count)s records back?", count),
            "assign": ngettext("Assign %(count)s record", "Assign %(count)s records", count),
            "tag": ngettext("Tag %(count)s record", "Tag %(count)s records", count),
            "delete": ngettext("Delete %(count)s record?", "Delete %(count)s records?", count),
        }
        texts = {"delete": _("They leave every list and total. You can undo it right after.")}
        labels = {"assign": _("Assign"), "tag": _("Save"), "delete": _("Delete"), "restore": _("Bring back")}
        context = {
            "form": form if form.fields else None,
            "title": titles[self.verb] % shown,
            "text": texts.get(self.verb, ""),
            "submit_label": labels[self.verb],
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
