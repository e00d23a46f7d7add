"""A card of the board. A page holds more than a hundred, so this is Python rather than an include each."""

from functools import lru_cache

from django.utils.translation import gettext as _

from crm.l10n.state import current
from crm.ui import glyphs
from crm.ui.markup import fill, join

_KEYS = fill(' aria-keyshortcuts="M Shift+ArrowLeft Shift+ArrowRight"')


def render_card(card):
    """The markup of a crm.ui.parts.Card, which owns its id; without a move_url, without the means to move it."""
    movable = bool(card.move_url)
    return fill(
        '<li class="wl-boardcard" id="card-{}"{}{} data-title="{}">'
        '<a class="wl-boardcard-title" href="{}" dir="auto"{}>{}</a>{}'
        '<div class="wl-boardcard-value">{}{}</div><div class="wl-boardcard-foot">{}{}</div>{}</li>',
        card.pk,
        fill(' data-rot="{}"', card.rot) if card.rot else "",
        fill(' data-move="{}"', card.move_url) if movable else "",
        card.title,
        card.url,
        _KEYS if movable else "",
        card.title,
        _who(card) if card.who else "",
        glyphs.amount(card.amount) if card.amount else glyphs.dash(),
        glyphs.age(card.days, card.rot),
        glyphs.next_step(card.next_state, card.next_text),
        glyphs.owner(card.owner, label=False),
        _means(card.title, current().language) if movable else "",
    )


def render_cards(cards):
    return join([render_card(card) for card in cards])


def _who(card):
    return fill(
        '<div class="wl-boardcard-who">{}<span class="wl-trunc wl-auto"><bdi>{}</bdi></span></div>',
        glyphs.icon(card.who_icon),
        card.who,
    )


def _means(title, language):
    words = _words(language)
    return fill(
        '<div class="wl-boardcard-acts"><button class="btn btn-quiet btn-icon btn-sm" type="button" data-stage-menu '
        'aria-haspopup="menu" aria-label="{}: {}" title="{}">{}</button></div>',
        words,
        title,
        words,
        glyphs.icon("dots"),
    )


@lru_cache(maxsize=8)
def _words(language):
    return _("Move to stage")
