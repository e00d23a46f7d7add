"""What a browser asks for to keep Wasl as an app."""

from functools import cache

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from crm.access.guard import public
from crm.ui.installed import manifest, offline_page, worker
from crm.ui.views.base import MemberView

script = cache(worker)  # browsers ask with every page they open, and it changes with a release only


@public
@require_safe
def service_worker(request):
    """At the root, for its place is what it may answer for."""
    return HttpResponse(script(), content_type="text/javascript; charset=utf-8")


@public
@require_safe
def offline(request, language):
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return HttpResponse(offline_page(language)[0])


class Manifest(MemberView):
    def get(self, request):
        return JsonResponse(manifest(self.member), content_type="application/manifest+json")
