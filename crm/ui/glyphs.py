"""Small drawn signs. Each says the same thing by colour, by shape and by words; every value is escaped."""

import math
from functools import lru_cache

from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.l10n.state import current
from crm.lib.digits import from_latin
from crm.lib.text import initials
from crm.lib.text import tone as tone_of
from crm.ui.icons import AGEING, MIRROR, NEXT_STEP
from crm.ui.markup import fill

# Caches below are typed: markup and plain text that look alike must not be taken for each other.
NEXT_STEP_WORDS = {
    "planned": gettext_lazy("Planned"),
    "today": gettext_lazy("Due today"),
    "overdue": gettext_lazy("Overdue"),
    "none": gettext_lazy("No next step"),
    "done": gettext_lazy("Done"),
}


@lru_cache(maxsize=1024, typed=True)
def icon(name, classes=""):
    """An icon of the sprite; one that points along the reading direction turns with it."""
    classes = " ".join(filter(None, ["icon", classes, "wl-mirror" if name in MIRROR else ""]))
    return fill('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', classes, static("icons.svg"), name)


@lru_cache(maxsize=4096, typed=True)
def avatar(name, size="", company=False, tone=""):
    """Initials on a tone: people round, companies square. The name itself stands beside it, so this is silent."""
    classes = " ".join(filter(None, ["wl-ava", size and f"wl-ava-{size}", "wl-ava-co" if company else ""]))
    return fill(
        '<span class="{}" data-tone="{}" title="{}" aria-hidden="true">{}</span>',
        classes,
        tone or tone_of(name),
        name,
        initials(name),
    )


@lru_cache(maxsize=1024, typed=True)
def _named_face(name):
    return fill('<span class="wl-cell">{}<span><bdi>{}</bdi></span></span>', avatar(name, "sm"), name)


def owner(name, label=True):
    """Who a record belongs to: face and name, or on a card the face alone with the name read out."""
    if not name:
        return fill('<span class="wl-faint">{}</span>', _("Nobody"))
    return _named_face(name) if label else _silent_face(name, current().language)


@lru_cache(maxsize=1024, typed=True)
def _silent_face(name, language):
    face = avatar(name, "sm")
    words = _("Owner: %(name)s") % {"name": name}
    return fill('<span class="wl-owner">{}<span class="visually-hidden">{}</span></span>', face, words)


@lru_cache(maxsize=256, typed=True)
def stage_glyph(step, total, tone=""):
    """A slice that grows with the stage: the order is legible without colour."""
    share = min(max(step, 0) / max(total, 1), 1)
    if share >= 1:
        slice_ = fill('<circle cx="{}" cy="8" r="4" fill="currentColor"/>', 8)
    else:
        x, y = 8 + 4 * math.sin(2 * math.pi * share), 8 - 4 * math.cos(2 * math.pi * share)
        path = f"M8 8V4A4 4 0 {int(share > 0.5)} 1 {x:.2f} {y:.2f}Z"
        slice_ = fill('<path fill="currentColor" d="{}"/>', path)
    return fill(
        '<svg class="wl-pie" data-tone="{}" viewBox="0 0 16 16" aria-hidden="true">'
        '<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/>{}</svg>',
        tone,
        slice_,
    )


def next_step(state, text=""):
    """The next planned thing: planned, today, overdue or none; what is done is told by the word."""
    return _next_step(state, str(text), current().language)


@lru_cache(maxsize=4096, typed=True)
def _next_step(state, text, language):
    word = NEXT_STEP_WORDS[state]
    if not text or state == "none":
        inner = fill("<span>{}</span>", text or word)
    else:
        inner = fill('<span><span class="visually-hidden">{}: </span>{}</span>', word, text)
    return fill(
        '<span class="wl-next" data-state="{}" title="{}">{}{}</span>', state, word, icon(NEXT_STEP[state]), inner
    )


def age(days, rot=""):
    """Days in a stage; rot is warn over the limit and rot over one and a half times it."""
    return _age(days, rot, current().language, current().digits)


@lru_cache(maxsize=1024)
def _age(days, rot, language, digits):
    shown = from_latin(str(days), digits)
    text = _("%(days)sd") % {"days": shown} if days else _("Today")
    title = ngettext("%(days)s day in this stage", "%(days)s days in this stage", days) % {"days": shown}
    return fill(
        '<span class="wl-age" data-rot="{}" title="{}">{}{}</span>', rot, title, icon(AGEING) if rot else "", text
    )


@lru_cache(maxsize=2048, typed=True)
def tag(text, tone="", icon_name="", line=False):
    return fill(
        '<span class="wl-tag{}" data-tone="{}">{}<bdi>{}</bdi></span>',
        " wl-tag-line" if line else "",
        tone or "grey",
        icon(icon_name) if icon_name else "",
        text,
    )


def amount(text):
    """Money, already formatted: kept in one piece, in the page's direction."""
    return fill('<bdi class="wl-money" dir="{}">{}</bdi>', current().direction, text)


def dash():
    return _dash(current().language)


@lru_cache(maxsize=8)
def _dash(language):
    return fill('<span class="wl-faint" aria-label="{}">—</span>', _("Empty"))
