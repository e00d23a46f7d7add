"""What went wrong, as RFC 9457 says it: application/problem+json with type, title, status and detail, and `errors` with
the messages of each field."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

TITLES = {
    400: gettext_lazy("This cannot be understood."),
    401: gettext_lazy("A token is needed."),
    403: gettext_lazy("This is not allowed."),
    404: gettext_lazy("There is nothing here, or nothing that this token shows."),
    405: gettext_lazy("This cannot be done here."),
    412: gettext_lazy("It was changed meanwhile."),
    413: gettext_lazy("This is too much at once."),
    415: gettext_lazy("Send JSON."),
    429: gettext_lazy("Too many requests."),
    500: gettext_lazy("Something went wrong here."),
}
TYPE = "application/problem+json"


class Invalid(exceptions.APIException):
    """400. `errors`: {name of a field or parameter, "" for the whole: [message, …]}."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, errors):
        super().__init__(_("Some values cannot be taken."))
        self.errors = {name: [str(message) for message in messages] for name, messages in errors.items()}


class Stale(exceptions.APIException):
    """412. `more` tells what stands there now."""

    status_code = HTTPStatus.PRECONDITION_FAILED

    def __init__(self, **more):
        super().__init__(_("Read it again, and send your change with the new ETag."))
        self.more = more


class TooMany(exceptions.APIException):
    """429. `wait`: seconds until there is another chance."""

    status_code = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, wait):
        super().__init__(_("Wait as long as the head of this answer says."))
        self.wait = wait


class TooLarge(exceptions.APIException):
    """413."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


# Of all others, what REST framework says is in English, and the title says it already.
TELLING = (
    Invalid, Stale, TooMany, exceptions.NotAuthenticated, exceptions.AuthenticationFailed, exceptions.ParseError,
)  # fmt: skip


def problem(status, detail="", **more):
    """The answer. Its texts are settled now, in the language of this moment."""
    body = {"type": "about:blank", "title": str(TITLES.get(status, HTTPStatus(status).phrase)), "status": int(status)}
    body |= {"detail": str(detail)} if detail else {}
    return Response({**body, **more}, status=status, content_type=TYPE)


def answer(error, context):
    """REST framework's exception handler: a Response for what a request may rightly meet, None for what it may not."""
    if isinstance(error, Http404):
        return problem(404)
    if isinstance(error, PermissionDenied):
        return problem(403, next(iter(error.args), ""))
    if not isinstance(error, exceptions.APIException):
        return None
    more = {"errors": error.errors} if isinstance(error, Invalid) else getattr(error, "more", {})
    response = problem(error.status_code, error.detail if isinstance(error, TELLING) else "", **more)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.wait)
    if getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = error.auth_header
    return response
