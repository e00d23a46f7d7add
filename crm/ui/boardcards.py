"""A card of the board. A page holds more than a hundred, so this is Python rather than an include each, put together as
crm.ui.cells puts together rows."""

from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.l10n.state import current
from crm.ui import glyphs
from crm.ui.markup import escaped, fill, join

_KEYS = fill(' aria-keyshortcuts="M Shift+ArrowLeft Shift+ArrowRight"')


def render_card(card):
    """The markup of a crm.ui.parts.Card, which owns its id; without a move_url, without the means to move it."""
    movable, title = bool(card.move_url), escaped(card.title)
    rot = f' data-rot="{escaped(card.rot)}"' if card.rot else ""
    move = f' data-move="{escaped(card.move_url)}"' if movable else ""
    amount = glyphs.amount(card.amount) if card.amount else glyphs.dash()
    age, step = glyphs.age(card.days, card.rot), glyphs.next_step(card.next_state, card.next_text)
    owner = glyphs.owner(card.owner, label=False)
    return SafeString(
        f'<li class="wl-boardcard" id="card-{card.pk}"{rot}{move} data-title="{title}">'
        f'<a class="wl-boardcard-title" href="{escaped(card.url)}" dir="auto"{_KEYS if movable else ""}>{title}</a>'
        f'{_who(card) if card.who else ""}<div class="wl-boardcard-value">{amount}{age}</div>'
        f'<div class="wl-boardcard-foot">{step}{owner}</div>{_means(title) if movable else ""}</li>'
    )


def render_cards(cards):
    return join([render_card(card) for card in cards])


def _who(card):
    icon, name = glyphs.icon(card.who_icon), escaped(card.who)
    return f'<div class="wl-boardcard-who">{icon}<span class="wl-trunc wl-auto"><bdi>{name}</bdi></span></div>'


def _means(title):
    words = _words(current().language)
    return (
        '<div class="wl-boardcard-acts"><button class="btn btn-quiet btn-icon btn-sm" type="button" data-stage-menu '
        f'aria-haspopup="menu" aria-label="{words}: {title}" title="{words}">{glyphs.icon("dots")}</button></div>'
    )


@lru_cache(maxsize=8)
def _words(language):
    return escaped(_("Move to stage"))
