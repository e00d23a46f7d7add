"""Roles and their rights: the matrix, roles of one's own, comparing two, the log, and looking as one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.access import viewing
from crm.access.authority import OWNER, may_hand_out, require_authority
from crm.access.catalogue import PRESETS
from crm.access.models import Role
from crm.events.record import record_event
from crm.l10n.forms import NamedForm
from crm.setup.members.queries import roles
from crm.setup.roles import actions
from crm.setup.roles.comparing import allowed, differences
from crm.setup.roles.forms import (
    ACTION_LABELS,
    SCOPE_LABELS,
    ComparisonForm,
    NewRoleForm,
    RoleForm,
    ViewingForm,
)
from crm.setup.roles.queries import log
from crm.ui.views import MemberView


class Roles(MemberView):
    """The first role that can be changed."""

    needs = "settings"

    def get(self, request):
        first = roles().exclude(key=OWNER).first() or roles().first()
        return redirect("setup:role", first.pk)


class RoleView(MemberView):
    needs = "settings"

    @cached_property
    def role(self):
        return get_object_or_404(roles(), pk=self.kwargs["pk"])


class RoleRights(RoleView):
    def get(self, request, pk):
        return self.page(RoleForm(role=self.role, by=request.member))

    def post(self, request, pk):
        form = RoleForm(request.POST, role=self.role, by=request.member)
        if form.is_valid():
            self.save(form)
        if form.errors:
            return self.page(form, status=422)
        messages.success(request, _("Saved. In force at once."))
        return redirect("setup:role", pk)

    def save(self, form):
        said = {"grants": form.grants(), "rights": form.rights(), "fields": form.closed_fields()}
        try:
            actions.change_role_rights(self.role, by=self.request.member, **said)
        except ValidationError as error:
            form.add_error(None, error)

    def page(self, form, status=200):
        role = self.role
        in_reach = may_hand_out(self.request.member, role)
        if locked := role.key == OWNER or not in_reach:
            form.lock()
        context = {
            "form": form,
            "role": role,
            "roles": roles(),
            "actions": ACTION_LABELS.values(),
            "scopes": SCOPE_LABELS,
            "fixed": role.key == OWNER,
            "in_reach": in_reach,
            "locked": locked,
            "own": role.key not in PRESETS,
            "shipped": role.key in PRESETS and allowed(role) == _shipped(role.key),
            "viewing": ViewingForm() if in_reach and role.key != OWNER else None,
        }
        return render(self.request, "crm/setup/roles/detail.html", context, status=status)


class RoleCreate(MemberView, FormView):
    needs = "settings"
    form_class = NewRoleForm
    template_name = "crm/setup/roles/new.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.member, "language": self.request.tenant.language}

    def get_initial(self):
        return {"like": self.request.GET.get("like")}

    def form_valid(self, form):
        try:
            role = actions.add_role(by=self.request.member, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The role is there. Now say what it may do."))
        return redirect("setup:role", role.pk)


class RoleName(RoleView, FormView):
    form_class = NamedForm
    template_name = "crm/setup/roles/name.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"language": self.request.tenant.language, "thing": self.role}

    def get_initial(self):
        """A shipped role begins with what it is called in the workspace's language."""
        names = actions.shipped_names(self.role) if self.role.key in PRESETS else {}
        return {"name": self.role.name or names[self.request.tenant.language]}

    def form_valid(self, form):
        try:
            actions.rename_role(self.role, by=self.request.member, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect("setup:role", self.role.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(role=self.role, **kwargs)


class RoleRestoration(RoleView):
    """POST: the rights that the role was shipped with."""

    def post(self, request, pk):
        actions.restore_role(get_object_or_404(roles().filter(key__in=PRESETS), pk=pk), by=request.member)
        messages.success(request, _("The role has its first rights again."))
        return redirect("setup:role", pk)


class RoleDeletion(RoleView):
    """POST: a role of one's own, that nobody has."""

    def post(self, request, pk):
        name = str(self.role)
        try:
            actions.remove_role(self.role, by=request.member)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("setup:role", pk)
        messages.success(request, _("The role %(role)s is gone.") % {"role": name})
        return redirect("setup:roles")


class Comparison(MemberView):
    """GET ?one=<role>&other=<role>: only what differs."""

    needs = "settings"

    def get(self, request):
        first = Role.objects.exclude(key=OWNER)[:2]
        asked = request.GET if request.GET else dict(zip(("one", "other"), (role.pk for role in first), strict=False))
        form = ComparisonForm(asked)
        context = {"form": form, "differences": None}
        if form.is_valid():
            pair = (form.cleaned_data["one"], form.cleaned_data["other"])
            context |= {"pair": pair, "differences": differences(*map(allowed, pair))}
        return render(request, "crm/setup/roles/comparison.html", context, status=200 if form.is_valid() else 422)


class Log(MemberView):
    """What happened to roles and to who has them, newest first."""

    needs = "settings"

    def get(self, request):
        asked = request.GET.get("before", "")
        before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
        changes, older = log({role.key: str(role) for role in Role.objects.all()}, before=before)
        return render(request, "crm/setup/roles/log.html", {"changes": changes, "older": older})


class RoleViewing(RoleView):
    """POST: look at the workspace as a member with the role would. Recorded, and read-only until it is ended."""

    @transaction.atomic
    def post(self, request, pk):
        form = ViewingForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("There is no such team."))
            return redirect("setup:role", pk)
        require_authority(request.member, self.role)
        team = form.cleaned_data["team"]
        data = {"key": self.role.key, "name": str(self.role), "team": team.name if team else ""}
        record_event(self.role, "role.previewed", by=request.member, data=data)
        viewing.begin(request, self.role, team)
        return redirect("setup:landing")


class ViewingEnd(MemberView):
    """POST: oneself again."""

    ends_viewing = True

    def post(self, request):
        role = getattr(request.member, "looks_as", None)
        viewing.end(request)
        return redirect("setup:role", role.pk) if role else redirect("setup:landing")


def _shipped(key):
    return {"grants": PRESETS[key]["grants"], "rights": sorted(PRESETS[key]["rights"]), "fields": {}}
