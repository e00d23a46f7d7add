"""The API explained: a page for people, and OpenAPI for programs."""

from django.conf import settings
from django.urls import get_script_prefix, reverse
from rest_framework.response import Response

from crm.access.guard import PROGRAMS
from crm.api.describing import types_as_met
from crm.api.schema import schema_for
from crm.api.views.base import TokenView
from crm.api.views.records import RecordOf, RecordsOf
from crm.ui.views import MemberView


class Reference(MemberView):
    """Types, fields and filters as the reader's own tokens have them."""

    needs = "api"
    template = "crm/api/reference.html"

    def get(self, request):
        here = f"{settings.PUBLIC_URL}{get_script_prefix().rstrip('/')}{PROGRAMS}"
        context = {"types": types_as_met(self.member), "here": here, "schema": reverse("api:schema")}
        return self.render(context)


class Schema(TokenView):
    def get(self, request):
        return Response(schema_for(self.member, (RecordsOf, RecordOf)))
