"""The address a request came from, when proxies of ours may stand in between."""

from django.conf import settings


def client_address(request):
    """The visitor's address: the connection's, or, behind TRUSTED_PROXIES proxies, what the outermost one saw.

    Only as many entries of X-Forwarded-For are believed as there are proxies; the rest is what a visitor may write.
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",") if settings.TRUSTED_PROXIES else []
    trusted = hops[-settings.TRUSTED_PROXIES :] if settings.TRUSTED_PROXIES else []
    return (trusted[0].strip() if trusted else "") or request.META.get("REMOTE_ADDR", "")
