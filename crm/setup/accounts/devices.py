"""What a browser's own description says about the device, in words that its owner recognises."""

import re

from django.utils.translation import gettext as _

# The first that is found counts: most browsers also claim to be the ones they descend from.
BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"), ("Opera", r"OPR/|Opera"), ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/|Chromium/"), ("Safari", r"Safari/"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"), ("macOS", r"Mac OS X|Macintosh"), ("Linux", r"Linux|X11"),
)  # fmt: skip
HANDHELD = frozenset({"iPhone", "iPad", "Android"})


def describe(user_agent):
    """(words such as "Chrome on Windows", whether it is held in the hand)."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        words = _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    else:
        words = browser or system or _("Unknown device")
    return words, system in HANDHELD


def _first(table, user_agent):
    return next((name for name, pattern in table if re.search(pattern, user_agent)), "")
