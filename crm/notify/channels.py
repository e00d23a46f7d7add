"""The ways in which a member can be told. A new one is a line here: the table of choices is drawn from it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

BELL, MAIL, PUSH = "bell", "mail", "push"


@dataclass(frozen=True, slots=True)
class Channel:
    """`waits`: it disturbs, so it keeps quiet when the member wants quiet."""

    label: Any
    icon: str
    waits: bool = False


CHANNELS = {
    BELL: Channel(_("In Wasl"), "bell"),
    MAIL: Channel(_("E-mail"), "mail", waits=True),
    PUSH: Channel(_("Devices"), "device-mobile", waits=True),
}


def offered():
    """The ways there are on this installation: without a key of its own it pushes nothing."""
    return {way: channel for way, channel in CHANNELS.items() if way != PUSH or settings.PUSH_KEY}
