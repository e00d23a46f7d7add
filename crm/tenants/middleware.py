"""/acme/people/ becomes SCRIPT_NAME=/acme, PATH_INFO=/people/: no URL, view or template needs to know the slug."""

from django.http import HttpResponseRedirect
from django.urls import set_script_prefix

# First path segments that are never a workspace. Sign-up refuses them as addresses.
RESERVED = frozenset(
    "accounts api static media f p mailbox start join workspaces healthz readyz admin assets help about www "
    "wasl support status login logout signup settings new robots.txt favicon.ico i18n language sw.js offline".split()
)

OUTSIDE = frozenset({"accounts", "workspaces", "mailbox", "f", "join", "language", "start"})
HOME = "/workspaces/"


class WorkspaceSlug:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        slug, slash, rest = request.path_info.lstrip("/").partition("/")
        request.workspace_slug = ""
        if not slug:
            return HttpResponseRedirect(HOME)
        if slug in RESERVED:
            return self.get_response(request)
        if not slash:
            return HttpResponseRedirect(f"/{slug}/")
        if rest.partition("/")[0] in OUTSIDE:  # reversed under the workspace's prefix, but not of the workspace
            request.path_info = request.META["PATH_INFO"] = f"/{rest}"
            return self.get_response(request)
        request.workspace_slug = slug
        request.META["SCRIPT_NAME"] = f"/{slug}"
        request.path_info = request.META["PATH_INFO"] = f"/{rest}"
        set_script_prefix(f"/{slug}/")
        try:
            return self.get_response(request)
        finally:
            set_script_prefix("/")
