"""What every answer tells the browser besides its own words: refusals, redirects, styles and downloads alike."""

# Nothing here asks for a sensor or takes money; passkeys are for our own pages, never for a frame of somebody else's.
PERMISSIONS = ", ".join(
    [
        *(f"{name}=()" for name in "camera microphone geolocation payment usb serial midi display-capture".split()),
        *(f"publickey-credentials-{verb}=(self)" for verb in ("get", "create")),
        "browsing-topics=()",
    ]
)
ALWAYS = {
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    # A shared computer's back button must not bring back what was read before signing out. Styles and scripts, whose
    # names change with their content, say otherwise themselves.
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class BrowserRules:
    """Outside all that may answer early. What a view says itself stands."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        return response
