"""Around every request: its id in and out, one line in the log, one observation for the metrics."""

import logging
import re
import time
import uuid
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings

from crm.access.address import client_address
from crm.lib.trail import Trail, on_trail
from crm.runner import metrics, telemetry

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[\w.:-]{8,64}")
UNASKED = frozenset({"/healthz", "/readyz"})  # every few seconds, of no interest when well
log = logging.getLogger("wasl.requests")


class RequestTrail:
    """Gives the request an id, which its answer, its rows and its messages carry.

    One that a proxy of ours gave is kept; a visitor's own is not, since it would stand in our logs.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        begun = time.perf_counter()
        path = request.path_info
        trail = Trail(request_id=request_id(request), address=valid_address(client_address(request)))
        facts = {"wasl.request": trail.request_id}
        seen = telemetry.span(request.method, "SERVER", facts, parent=given_trace(request))
        with on_trail(trail), seen as span:
            response = self.get_response(request)
            self.trace(span, request, response)
            if path not in UNASKED or response.status_code >= 500:
                self.tell(request, response, time.perf_counter() - begun)
        response[HEADER] = trail.request_id
        return response

    def tell(self, request, response, seconds):
        """Who and what by numbers and the address's pattern: paths and parameters may hold names."""
        route = request.resolver_match.route if request.resolver_match else ""
        member, tenant = getattr(request, "member", None), getattr(request, "tenant", None)
        facts = {
            "method": request.method,
            "route": f"/{route}",
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "tenant": tenant.pk if tenant else None,
            "member": member.pk if member else None,
        }
        log.info("%(method)s %(route)s %(status)s %(ms)s ms", facts, extra=facts)
        metrics.observe(facts["method"], facts["route"], facts["status"], seconds)

    def trace(self, span, request, response):
        route = f"/{request.resolver_match.route}" if request.resolver_match else ""
        tenant = getattr(request, "tenant", None)
        facts = {
            "http.request.method": request.method,
            "http.route": route,
            "http.response.status_code": response.status_code,
            "wasl.tenant": tenant.pk if tenant else None,
        }
        telemetry.tell(span, f"{request.method} {route}".strip(), facts)
        if response.status_code >= 500:
            telemetry.failed(span, str(response.status_code))


def given_trace(request):
    """The trace that a proxy of ours has begun; a visitor's own would mix theirs with ours."""
    return request.headers.get(telemetry.CARRIED, "") if settings.TRUSTED_PROXIES else ""


def request_id(request):
    given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
    return given if GIVEN.fullmatch(given) else uuid.uuid4().hex


def valid_address(text):
    """The address as the database writes it; "" for what is none (a socket, or a proxy's own word)."""
    with suppress(ValueError):
        return str(ip_address(text.partition("%")[0]))
    return ""
