"""Every key of the product, declared once: the sheet shows them, and keys.js does what the sheet's rows say.

Keys of pages stand with the pages (settings.NAVIGATION, "press"), those that make a record with its type.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SIGNS = {
    "Control": "Ctrl", "Shift": "⇧", "Enter": "↵", "Escape": "Esc",
    "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """`press` is one key ("j", "?"), two after each other ("g d"), or some at once ("Control+k").

    It opens `url` (in the drawer, if it is to), does what keys.js calls `does`, or presses what the page marks by
    data-key; `told` ones are the business of another script, or of the browser.
    """

    press: str
    label: Any
    does: str = ""
    url: str = ""
    drawer: bool = False
    told: bool = False

    @property
    def signs(self):
        """What is printed on the keys."""
        return [SIGNS.get(one, one.upper()) for one in self.press.replace("+", " ").split()]


@dataclass(frozen=True, slots=True)
class KeyGroup:
    label: Any
    keys: tuple[Key, ...]


EVERYWHERE = (
    Key("Control+k", _("Search or run a command"), told=True),
    Key("/", _("Search or run a command")),
    Key("c", _("Create")),
    Key("?", _("Keyboard shortcuts"), does="sheet"),
    Key("Escape", _("Close"), told=True),
    Key("Control+Enter", _("Save what is written"), told=True),
)
LISTS = (
    Key("j", _("Next row or card"), does="next"),
    Key("k", _("Previous row or card"), does="previous"),
    Key("x", _("Select the row"), does="select"),
    Key("Enter", _("Open the row"), told=True),
    Key("f", _("Filter")),
    Key("e", _("Edit"), does="edit"),
)
BOARD = (
    Key("m", _("Move the card to a stage"), told=True),
    Key("Shift+ArrowLeft", _("Move the card to the column on that side"), told=True),
    Key("Shift+ArrowRight", _("Move the card to the column on that side"), told=True),
)
FILES = (
    Key("Control+v", _("Add what was copied to the record's files"), told=True),
    Key("ArrowLeft", _("The file on that side"), told=True),
    Key("ArrowRight", _("The file on that side"), told=True),
)
DATES = (
    Key("ArrowDown", _("Open the calendar"), told=True),
    Key("t", _("Today, in the calendar"), told=True),
)


def key_groups(pages, kinds):
    """The sheet for somebody who meets these pages (crm.ui.nav.NavItem) and makes records of these types."""
    going = [Key(f"g {page.press}", page.label, url=page.url) for page in pages if page.press]
    making = [
        Key(f"n {kind.press}", kind.label_new, url=kind.create_url(), drawer=True) for kind in kinds if kind.press
    ]
    groups = (
        KeyGroup(_("Everywhere"), EVERYWHERE),
        KeyGroup(_("Go to"), tuple(going)),
        KeyGroup(_("Create"), tuple(making)),
        KeyGroup(_("Lists and records"), LISTS),
        KeyGroup(_("Board"), BOARD),
        KeyGroup(_("Files"), FILES),
        KeyGroup(_("Fields of dates"), DATES),
    )
    return [group for group in groups if group.keys]
