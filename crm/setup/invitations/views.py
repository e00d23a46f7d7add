"""Inviting (settings) and being invited (a link that needs no account)."""

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume, respond_429
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, View

from crm.access.authority import roles_in_reach
from crm.access.guard import PUBLIC
from crm.l10n import state
from crm.l10n.numbers import format_number
from crm.setup.invitations import actions
from crm.setup.invitations.forms import InviteForm, JoinForm
from crm.setup.invitations.models import Invitation
from crm.setup.invitations.queries import find, waiting
from crm.tenants.models import User
from crm.tenants.scope import tenant_scope
from crm.ui.htmx import INVALID
from crm.ui.views import MemberView


class Invite(MemberView, FormView):
    needs = "members"
    form_class = InviteForm
    template_name = "crm/setup/invitations/invite.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"member": self.request.member}

    def get_initial(self):
        member = self.request.member
        return {
            "language": member.tenant.language,
            "team": member.team_id,
            "role": roles_in_reach(member).filter(key="rep").first(),
        }

    def post(self, request, *args, **kwargs):
        if not consume(request, action="invite", user=request.user):
            return respond_429(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        values = form.cleaned_data
        sent, refused = actions.invite_all(values.pop("emails"), by=self.request.member, **values)
        if sent:
            messages.success(self.request, self.done(sent))
        if not refused:
            return redirect("setup:members")
        form.leave_out(refused)
        return self.form_invalid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=INVALID)

    def done(self, sent):
        if len(sent) == 1:
            return _("%(email)s is invited.") % {"email": sent[0].email}
        text = ngettext("%(count)s person is invited.", "%(count)s people are invited.", len(sent))
        return text % {"count": format_number(len(sent))}


class InvitationAction(MemberView):
    """POST: do one thing to an open invitation."""

    needs = "members"

    def post(self, request, pk):
        invitation = get_object_or_404(waiting(), pk=pk)
        try:
            self.act(invitation)
            messages.success(request, self.done % {"email": invitation.email})
        except actions.InvitationClosed:
            messages.error(request, _("This invitation is closed already."))
        except actions.SentJustNow:
            text = _("A mail went to %(email)s a moment ago. Wait a minute before sending another.")
            messages.warning(request, text % {"email": invitation.email})
        return redirect("setup:members")


class InvitationMail(InvitationAction):
    @property
    def done(self):
        return _("A new link is on its way to %(email)s.")

    def act(self, invitation):
        actions.resend(invitation, by=self.request.member)


class InvitationWithdrawal(InvitationAction):
    @property
    def done(self):
        return _("The invitation of %(email)s is withdrawn.")

    def act(self, invitation):
        actions.revoke(invitation, by=self.request.member)


class Join(View):
    """Behind the link of an invitation's mail. Whoever holds it has read the mail, so the address is theirs."""

    access = PUBLIC

    def dispatch(self, request, token):
        self.tenant, self.invitation = find(token)
        if self.tenant is None:
            return render(request, "crm/setup/invitations/closed.html", {"state": "unknown"}, status=404)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else self.invitation.language
        with state.using(state.for_tenant(self.tenant, language=language)):
            if self.invitation.state != Invitation.State.OPEN:
                return self.closed()
            return super().dispatch(request, token)

    def get(self, request, token):
        return self.page(JoinForm(email=self.invitation.email, initial={"name": self.invitation.name}))

    def post(self, request, token):
        if not consume(request, action="join"):
            return respond_429(request)
        if request.user.is_authenticated:
            return self.enter(lambda: actions.accept(self.invitation, user=request.user))
        form = JoinForm(request.POST, email=self.invitation.email)
        if self.has_account() or not form.is_valid():
            return self.page(form)
        return self.enter(lambda: actions.accept_as_new(self.invitation, **form.cleaned_data))

    def enter(self, accept):
        try:
            with tenant_scope(self.tenant):
                member = accept()
        except IntegrityError:  # the address got an account, or the account a seat, a moment ago
            return redirect(self.request.path)
        except actions.InvitationClosed:
            return self.closed()
        if not self.request.user.is_authenticated:
            get_adapter().login(self.request, member.user)
        return redirect(f"/{self.tenant.slug}/")

    def has_account(self):
        return User.objects.filter(email=self.invitation.email).exists()

    def page(self, form):
        context = {"form": form, "invitation": self.invitation, "firm": self.tenant.name, "known": self.has_account()}
        return render(self.request, "crm/setup/invitations/join.html", context, status=200 if not form.errors else 422)

    def closed(self):
        context = {"state": self.invitation.state, "firm": self.tenant.name, "host": self.invitation.invited_by}
        return render(self.request, "crm/setup/invitations/closed.html", context, status=410)
