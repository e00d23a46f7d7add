"""What became of a message, in words of the reader's language."""

from django.utils.translation import gettext_lazy

from crm.api.webhooks.kinds import kind_name
from crm.api.webhooks.models import Sending
from crm.l10n.numbers import format_number

State = Sending.State
TONES = {State.ARRIVED: "green", State.WAITING: "grey", State.FAILED: "red", State.WITHHELD: "grey"}
ICONS = {State.ARRIVED: "check", State.WAITING: "clock", State.FAILED: "alert-circle", State.WITHHELD: "lock"}
NOT_FOLLOWED = gettext_lazy("It answered with a redirect (%(status)s), and redirects are not followed.")
ANSWERED = gettext_lazy("It answered %(status)s.")
# By what stands in the technical reason; the first that fits.
REASONS = (
    ("Paused", gettext_lazy("The webhook was paused while it waited.")),
    ("LeadsInside", gettext_lazy("The address leads into a network that is not public.")),
    ("DoorClosed", gettext_lazy("The address is not a public HTTPS address.")),
    ("gaierror", gettext_lazy("The server's name cannot be found.")),
    ("SSL", gettext_lazy("The server's certificate is not valid.")),
    ("imeout", gettext_lazy("The other side did not answer in time.")),
    ("ConnectionRefused", gettext_lazy("The other side cannot be reached.")),
    ("NotReached", gettext_lazy("The connection broke off.")),
)
OUR_FAULT = gettext_lazy("Something went wrong inside Wasl. The technical reason helps whoever looks into it.")
WITHHELD = gettext_lazy("Whoever the webhook sends for does not see the record any more.")


def told(sendings):
    """The Sendings as the page has them."""
    return [_told(sending) for sending in sendings]


def _told(sending):
    return {
        "pk": sending.pk,
        "uid": str(sending.uid),
        "name": kind_name(sending.kind),
        "at": sending.at,
        "state": sending.get_state_display(),
        "tone": "amber" if _is_late(sending) else TONES[sending.state],
        "icon": "hourglass" if _is_late(sending) else ICONS[sending.state],
        "words": outcome(sending),
        "tries": sending.tries,
        "due": sending.due if sending.state == State.WAITING and sending.tries else None,
    }


def _is_late(sending):
    return sending.state == State.WAITING and sending.tries > 0


def outcome(sending):
    """What the receiver answered, or why it did not; "" before the first try."""
    if sending.state == State.WITHHELD:
        return str(WITHHELD)
    if sending.reason:
        return str(next((words for sign, words in REASONS if sign in sending.reason), OUR_FAULT))
    if not sending.status:
        return ""
    words = NOT_FOLLOWED if 300 <= sending.status < 400 else ANSWERED
    return str(words) % {"status": format_number(sending.status)}
