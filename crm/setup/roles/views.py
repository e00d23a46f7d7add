"""Roles and their rights."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.access.catalogue import PRESETS
from crm.setup.authority import OWNER, may_hand_out
from crm.setup.members.queries import roles
from crm.setup.roles import actions
from crm.setup.roles.forms import ACTION_LABELS, SCOPE_LABELS, RoleForm
from crm.ui.views import MemberView


class Roles(MemberView):
    """The first role that can be changed."""

    needs = "settings"

    def get(self, request):
        first = roles().exclude(key=OWNER).first() or roles().first()
        return redirect("setup:role", first.pk)


class RoleRights(MemberView):
    needs = "settings"

    @cached_property
    def role(self):
        return get_object_or_404(roles(), pk=self.kwargs["pk"])

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
        try:
            actions.change_role_rights(self.role, grants=form.grants(), rights=form.rights(), by=self.request.member)
        except ValidationError as error:
            form.add_error(None, error)

    def page(self, form, status=200):
        role = self.role
        context = {
            "form": form,
            "role": role,
            "roles": roles(),
            "actions": ACTION_LABELS.values(),
            "scopes": SCOPE_LABELS,
            "fixed": role.key == OWNER,
            "in_reach": may_hand_out(self.request.member, role),
            "shipped": role.key in PRESETS and (role.grants, sorted(role.rights)) == _shipped(role.key),
        }
        return render(self.request, "crm/setup/roles/detail.html", context, status=status)


class RoleRestoration(MemberView):
    """POST: the rights that the role was shipped with."""

    needs = "settings"

    def post(self, request, pk):
        actions.restore_role(get_object_or_404(roles(), pk=pk), by=request.member)
        messages.success(request, _("The role has its first rights again."))
        return redirect("setup:role", pk)


def _shipped(key):
    return PRESETS[key]["grants"], sorted(PRESETS[key]["rights"])
