"""A member's tokens: listed, made, revoked; and everybody's, for those who run the workspace."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.api.actions import issue_token, revoke_token
from crm.api.forms import TokenForm
from crm.api.queries import all_tokens, tokens_of
from crm.ui.htmx import INVALID, go, target_of
from crm.ui.saving import or_fault
from crm.ui.views import MemberView


class Tokens(MemberView):
    needs = "api"
    template = "crm/api/tokens.html"

    def get(self, request):
        return self.render({"tokens": tokens_of(self.member)})


class AllTokens(MemberView):
    needs = "settings"
    template = "crm/api/all_tokens.html"

    def get(self, request):
        return self.render({"tokens": all_tokens(), "everybody": True})


class TokenCreate(MemberView):
    """Whoever walks up to an unlocked screen makes no key to take away: the page asks who it is, as before showing
    recovery codes. The answer to POST is the only page that ever shows the key."""

    needs = "api"
    template = "crm/api/token_form.html"

    @method_decorator(reauthentication_required)
    def get(self, request):
        return self.render({"form": TokenForm()})

    def post(self, request):
        if is_reauthentication_required(request, app="crm.api"):
            return HttpResponseRedirect(request.path)  # which asks, and begins anew: no POST waits meanwhile
        form = TokenForm(request.POST)
        if not form.is_valid() or (made := or_fault(form, self.save, form)) is None:
            return self.render({"form": form}, status=INVALID)
        token, key = made
        return self.render({"token": token, "key": key}, template="crm/api/token_made.html")

    def save(self, form):
        name, scope = form.cleaned_data["name"], form.cleaned_data["scope"]
        return issue_token(name=name, scope=scope, expires_at=form.expires_at(), by=self.member)


class TokenRevocation(MemberView):
    """GET asks, for a program stops. One's own, or, for those who run the workspace, anybody's."""

    def get(self, request, pk):
        token = self.fetch(pk)
        context = {
            "title": _("Revoke the token “%(name)s”?") % {"name": token},
            "text": _("The program that uses it is shut out at once."),
            "submit_label": _("Revoke"),
            "cancel_url": self.back(token),
        }
        name = "_confirm" if target_of(request) == "modal-content" else "confirm"
        return self.render(context, template=f"ui/{name}.html")

    def post(self, request, pk):
        token = self.fetch(pk)
        back = self.back(token)
        revoke_token(token, by=self.member)
        return go(request, back, _("The token is revoked."))

    def fetch(self, pk):
        tokens = all_tokens() if can(self.member, "settings") else tokens_of(self.member)
        token = tokens.filter(pk=pk).first()
        if token is None:
            raise Http404
        return token

    def back(self, token):
        return reverse("api:tokens" if token.member_id == self.member.pk else "api:all_tokens")
