"""From address and session to member: opens the tenant's scope around the view, and refuses everyone else."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from crm.access.guard import MEMBER, PROGRAMS, TOKEN, USER, access_of, ends_viewing, opens_when_shut
from crm.access.viewing import SAFE, seen_as
from crm.lib.lookup import Lookup, asked
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import tenant_scope

TENANT = Lookup(lambda: Tenant.objects.filter(slug=asked(0)))
# Without its manager, which would write the scope at hand into the statement
SEAT = Lookup(
    lambda: QuerySet(Member).select_related("role", "team").filter(tenant=asked(0), user=asked(1), active=True)
)
LOGIN = "/accounts/login/"  # never below a workspace, so not reversed under its prefix


def sign_in(request):
    """Off to the sign-in page, and back afterwards. htmx is told to leave its page, or the form would land in a part of
    it; the page it is on is where one comes back to."""
    if not request.htmx:
        return redirect_to_login(_asked_from(request), LOGIN)
    here = urlsplit(request.htmx.current_url_abs_path or "/").path
    return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(here, LOGIN).url})


def _asked_from(request):
    """Where one comes back to: the page that was asked for; of a form that was sent, the page that it stands on, which
    is often not where it goes to."""
    if request.method in SAFE:
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    return f"{page.path}?{page.query}".rstrip("?") if page.netloc == request.get_host() else "/"


class MemberScope:
    """Sets request.tenant and request.member. A stranger to the workspace gets the same 404 as for none at all.

    What stands below PROGRAMS opens the scope itself, for whom its token was made (crm.api.bearer).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.tenant = request.member = None
        if not request.workspace_slug or request.path_info.startswith(PROGRAMS):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return sign_in(request)
        tenant = TENANT(request.workspace_slug)
        if tenant is None:
            raise Http404
        with tenant_scope(tenant, user_id=request.user.pk):
            self._seat(request, tenant)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def _seat(self, request, tenant):
        member = SEAT(tenant.pk, request.user.pk)
        if member is None:
            raise Http404
        member.tenant, member.user = tenant, request.user
        member.kept = {}  # what is worth asking once a request (crm.access.teams.reach_of)
        request.tenant = tenant
        request.member = seen_as(request, member)

    def process_view(self, request, view, args, kwargs):
        access = access_of(view)
        if bool(request.workspace_slug) != (access in (MEMBER, TOKEN)):
            raise Http404
        if request.path_info.startswith(PROGRAMS) != (access == TOKEN):
            raise Http404
        if access == USER and not request.user.is_authenticated:
            return sign_in(request)
        if request.tenant and request.tenant.erase_at and not opens_when_shut(view):
            return render(request, "shut.html", status=HTTPStatus.LOCKED)
        if getattr(request.member, "looks_as", None) and request.method not in SAFE and not ends_viewing(view):
            raise PermissionDenied(_("You are looking as another role would: nothing can be changed meanwhile."))
        return None
