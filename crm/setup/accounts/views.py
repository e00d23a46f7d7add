"""Our own pages about an account: what opens it, and beginning again."""

from allauth.account.internal.stagekit import clear_login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.socialaccount.models import SocialAccount
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from crm.access.guard import USER, public, signed_in
from crm.access.second_step import has_second_step
from crm.setup.accounts.sessions import devices_of
from crm.setup.workspaces.queries import workspaces_of

WANTED = "second_step_for"  # in the session: the address that waits for a second step


@public
@require_POST
def signup_again(request):
    """Leave a sign-up whose code was never typed: the address was another's, or misspelt."""
    clear_login(request)
    request.session.pop("account_email_verification_code", None)
    return redirect("account_signup")


@signed_in
@require_safe
def security(request):
    """Everything that opens the reader's account, on one page."""
    found = {}
    for one in Authenticator.objects.filter(user=request.user).order_by("created_at"):
        found.setdefault(one.type, []).append(one)
    codes = found.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "app": (found.get(Authenticator.Type.TOTP) or [None])[0],
        "passkeys": found.get(Authenticator.Type.WEBAUTHN, []),
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "company": SocialAccount.objects.filter(user=request.user).first(),
        "devices": devices_of(request),
        "workspaces": workspaces_of(request.user),
    }
    return render(request, "mfa/index.html", context)


@signed_in
@require_safe
def second_step_needed(request):
    """A workspace asks for a second step of everybody with the reader's role, and there is none yet."""
    slug = request.GET.get("workspace", "")
    workspace = next((one for one in workspaces_of(request.user) if one.slug == slug), None)
    if workspace is None:
        return redirect("setup:home")
    wanted = request.GET.get("next", "")
    inside = wanted.startswith(f"/{slug}/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    request.session[WANTED] = wanted if inside else f"/{slug}/"
    if has_second_step(request.user):
        return redirect("second_step_done")
    return render(request, "mfa/needed.html", {"workspace": workspace})


@signed_in
@require_safe
def second_step_done(request):
    """After setting up: back to where a workspace asked for it, or to the page of what opens the account."""
    return redirect(request.session.pop(WANTED, "mfa_index"))


class AddPasskey(AddWebAuthnView):
    """A passkey opens the account by itself, so it must know its owner: by finger, face or PIN."""

    access = USER

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"js_data": {"creation_options": webauthn.begin_registration(self.request.user, True)}}
