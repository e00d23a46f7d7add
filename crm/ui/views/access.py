"""Who may see one record, why, and with whom it is shared."""

from itertools import islice

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.access.explaining import Explanation
from crm.access.models import Team
from crm.access.shares import share_model
from crm.access.teams import active_members
from crm.l10n.fields import DateField
from crm.l10n.periods import start_of_day
from crm.records.sharing import end_share, share_record, shares_of
from crm.ui.filters import ONE_DAY
from crm.ui.htmx import INVALID, go, target_of
from crm.ui.reasons import told
from crm.ui.views.base import RecordView

SHOWN = 200  # members who are listed; a firm with more asks for one at a time


class ShareForm(forms.Form):
    """A colleague or a team, what they may do, and until when."""

    whom = forms.ChoiceField(label=gettext_lazy("Share with"), widget=forms.Select(attrs={"data-select": True}))
    level = forms.ChoiceField(
        label=gettext_lazy("They may"), choices=[("see", gettext_lazy("See it")), ("edit", gettext_lazy("Change it"))]
    )
    until = DateField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("The last day. Empty: for good.")
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {f"team-{team.pk}": team for team in Team.objects.all()}
        self.known |= {f"member-{one.pk}": one for one in active_members() if one.pk != member.pk}
        teams = [(key, str(one)) for key, one in self.known.items() if isinstance(one, Team)]
        people = [(key, one.name) for key, one in self.known.items() if not isinstance(one, Team)]
        self.fields["whom"].choices = [("", ""), (_("Teams"), teams), (_("People"), people)]

    def clean_whom(self):
        return self.known[self.cleaned_data["whom"]]

    def clean_until(self):
        """The whole of the last day is meant."""
        day = self.cleaned_data["until"]
        return start_of_day(day + ONE_DAY) if day else None


class AccessView(RecordView):
    def show(self, record, *, form=None, status=200):
        why = Explanation(record)
        may_share = self.may_share(record)
        context = {
            "record": record,
            "record_type": self.record_type,
            "title": _("Who can see this"),
            "mine": told(why.reasons(self.member)),
            "shares": shares_of(record),
            "form": (form or ShareForm(member=self.member)) if may_share else None,
            "seers": self.seers(why),
            "most": SHOWN,
            "record_url": self.record_type.url(record.pk),
            "share_url": self.record_type.path("share", record.pk),
            "unshare_url": self.record_type.path("unshare", record.pk),
        }
        name = "access_drawer" if target_of(self.request) == "drawer" else "access"
        return self.render(context, template=f"ui/{name}.html", status=status)

    def seers(self, why):
        """(member, why they see it, whether they may change it) of those who can see the record."""
        found = ((one, why.reasons(one)) for one in active_members())
        seers = islice(((one, reasons) for one, reasons in found if reasons), SHOWN)
        return [(one, told(reasons), bool(why.reasons(one, "edit"))) for one, reasons in seers]

    def may_share(self, record):
        return share_model(type(record)) is not None and self.allowed("edit", record)

    def fetch_to_share(self, pk):
        record = self.fetch(pk)
        if not self.may_share(record):
            raise PermissionDenied
        return record


class RecordAccess(AccessView):
    def get(self, request, pk):
        return self.show(self.fetch(pk))


class RecordShare(AccessView):
    """POST whom, level, until: shares the record."""

    http_method_names = ["post"]

    def post(self, request, pk):
        record = self.fetch_to_share(pk)
        form = ShareForm(request.POST, member=self.member)
        if form.is_valid():
            try:
                share_record(record, by=self.member, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
        if not form.is_valid():
            return self.show(record, form=form, status=INVALID)
        return self.show(record) if request.htmx else go(request, self.record_type.path("access", pk), _("Shared."))


class RecordUnshare(AccessView):
    """POST whom=member-7 or team-3: ends the sharing."""

    http_method_names = ["post"]

    def post(self, request, pk):
        record = self.fetch_to_share(pk)
        whom = request.POST.get("whom", "")
        shared = next((one.whom for one in shares_of(record) if address_of(one.whom) == whom), None)
        if shared is None:
            raise Http404
        end_share(record, whom=shared, by=self.member)
        url = self.record_type.path("access", pk)
        return self.show(record) if request.htmx else go(request, url, _("The sharing has ended."))


def address_of(whom):
    """A member or a team as the form names them."""
    return f"{whom.record_key}-{whom.pk}"
