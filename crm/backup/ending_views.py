"""Settings: deleting the workspace, for owners, and taking that back."""

from django import forms
from django.conf import settings
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.backup.closing import close, reopen
from crm.backup.proof import ProofForm
from crm.backup.views import OwnerView
from crm.tenants.models import Member
from crm.ui.htmx import INVALID


class EndingForm(ProofForm):
    """The workspace's name as it stands, and proof that it is really the owner who sits here."""

    name = forms.CharField(label=gettext_lazy("The workspace's name, as it is written above"))

    field_order = ("name", "password")

    def __init__(self, *args, tenant, **kwargs):
        super().__init__(*args, **kwargs)
        self.tenant = tenant

    def clean_name(self):
        if self.cleaned_data["name"].strip() != self.tenant.name.strip():
            raise forms.ValidationError(_("This is not the name of this workspace."))
        return self.cleaned_data["name"]


class Ending(OwnerView):
    """GET says what would go, POST shuts the workspace."""

    template = "crm/backup/ending.html"
    opens_when_shut = True

    def get(self, request):
        if request.tenant.erase_at:
            return self.render({"tenant": request.tenant}, template="crm/backup/ending_shut.html")
        return self.ask(EndingForm(**self.who))

    def post(self, request):
        form = EndingForm(request.POST, **self.who)
        if not form.is_valid():
            return self.ask(form, status=INVALID)
        close(request.tenant, by=self.member)
        return redirect("backup:ending")

    @cached_property
    def who(self):
        return {"tenant": self.request.tenant, "user": self.request.user}

    def ask(self, form, status=200):
        context = {
            "form": form,
            "tenant": self.request.tenant,
            "days": settings.ERASURE_GRACE_DAYS,
            "members": Member.objects.filter(active=True).count(),
        }
        return self.render(context, status=status)


class Undo(OwnerView):
    """POST keeps the workspace."""

    opens_when_shut = True

    def post(self, request):
        reopen(request.tenant, by=self.member)
        return redirect("setup:general")
