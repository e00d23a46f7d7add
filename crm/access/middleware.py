"""From address and session to member: opens the tenant's scope around the view, and refuses everyone else."""

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpResponse

from crm.access.guard import MEMBER, USER, access_of
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import tenant_scope

LOGIN = "/accounts/login/"  # never below a workspace, so not reversed under its prefix


def sign_in(request):
    """Off to the sign-in page, and back afterwards. htmx is told to leave its page, or the form would land in a part of
    it; the page it is on is where one comes back to."""
    if not request.htmx:
        return redirect_to_login(request.get_full_path(), LOGIN)
    here = urlsplit(request.htmx.current_url_abs_path or "/").path
    return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(here, LOGIN).url})


class MemberScope:
    """Sets request.tenant and request.member. A stranger to the workspace gets the same 404 as for none at all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.tenant = request.member = None
        if not request.workspace_slug:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return sign_in(request)
        tenant = Tenant.objects.filter(slug=request.workspace_slug).first()
        if tenant is None:
            raise Http404
        with tenant_scope(tenant, user_id=request.user.pk):
            self._seat(request, tenant)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def _seat(self, request, tenant):
        member = Member.objects.select_related("role", "team").filter(user=request.user.pk, active=True).first()
        if member is None:
            raise Http404
        member.tenant, member.user = tenant, request.user
        request.tenant, request.member = tenant, member

    def process_view(self, request, view, args, kwargs):
        access = access_of(view)
        if bool(request.workspace_slug) != (access == MEMBER):
            raise Http404
        if access == USER and not request.user.is_authenticated:
            return sign_in(request)
        return None
