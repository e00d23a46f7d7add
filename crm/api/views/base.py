"""The base of what programs call: a token, the right to use the API, a pace, and answers in JSON."""

import logging
from contextlib import ExitStack

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from crm.access.guard import TOKEN
from crm.access.pace import seconds_to_wait
from crm.access.policy import require
from crm.access.second_step import lacks_second_step
from crm.access.viewing import SAFE
from crm.api import problems
from crm.api.actions import note_use
from crm.api.bearer import seated
from crm.api.queries import reachable
from crm.api.schema import TypeSchema
from crm.ui.views.base import OfRecords

log = logging.getLogger(__name__)


class TokenView(APIView):
    """A view for whoever holds a token of a member. All of it runs in the workspace's scope, a transaction."""

    access = TOKEN
    renderer_classes = [JSONRenderer]
    parser_classes = [JSONParser]
    authentication_classes = permission_classes = throttle_classes = []
    metadata_class = None

    def dispatch(self, request, *args, **kwargs):
        try:
            with ExitStack() as self.opened:
                return super().dispatch(request, *args, **kwargs)
        except Exception:  # noqa: BLE001  # whatever it was: the scope is rolled back, and a program reads JSON
            got_request_exception.send(sender=type(self), request=request)
            log.exception("an answer of the API failed")
            return self.finalize_response(self.request, problems.problem(500))

    def perform_content_negotiation(self, request, force=False):
        return self.get_renderers()[0], "application/json"  # whatever was asked for, there is nothing else

    def perform_authentication(self, request):
        self.token = self.opened.enter_context(seated(request._request))
        self.member = self.token.member

    def get_authenticate_header(self, request):
        return "Bearer"

    def get_exception_handler(self):
        return problems.answer

    def check_permissions(self, request):
        self._keep_pace()
        require(self.member, "api")
        if lacks_second_step(self.member):
            raise PermissionDenied(_("This workspace asks you for a second step at sign-in. Set one up first."))
        if request.method not in SAFE and not self.token.may_write:
            raise PermissionDenied(_("This token may only read."))

    def _keep_pace(self):
        windows = settings.PACES.get("api")
        wait = seconds_to_wait("api", self.token.pk, windows) if windows else 0
        if wait:
            raise problems.TooMany(wait)
        note_use(self.token)

    @cached_property
    def body(self):
        """The JSON object that was sent."""
        if int(self.request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise problems.TooLarge
        try:
            sent = self.request.data
        except RecursionError:
            sent = None
        if not isinstance(sent, dict):
            raise ParseError(_("Send a JSON object."))
        return sent


class TypeView(OfRecords, TokenView):
    """Of one record type, by the slug in the address. `met` is given where its schema is written (crm.api.schema)."""

    met = None
    schema = TypeSchema()
    parts = {}  # method → what a type must declare to have it

    @cached_property
    def record_type(self):
        return reachable()[self.kwargs["slug"]]

    @property
    def allowed_methods(self):
        kind = reachable().get(getattr(self, "kwargs", {}).get("slug"))
        without = {method for method, part in self.parts.items() if kind and not getattr(kind, part)}
        return [method for method in super().allowed_methods if method not in {*without, "OPTIONS"}]

    def check_permissions(self, request):
        super().check_permissions(request)
        if self.kwargs["slug"] not in reachable():
            raise Http404
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(request.method)
        require(self.member, self.record_type.right("see"))

    def note_read(self, action, record=None, **data):
        super().note_read(action, record, token=self.token.name, **data)


class Nowhere(TokenView):
    """Any other address: the same answer as for a record that is not there."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404
