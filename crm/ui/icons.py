"""Icons: which point along the reading direction, which the tags choose by state, and where names are used."""

import re
from pathlib import Path

from django.conf import settings

SPRITE = Path(settings.BASE_DIR) / "static" / "icons.svg"
DRAWINGS = Path(settings.BASE_DIR) / "node_modules" / "@tabler" / "icons" / "icons" / "outline"

# Arrows, and drawings of lines of text, follow the reading direction. Clocks, phones, ticks and media marks never do.
MIRROR = frozenset(
    "arrow-back-up arrow-left arrow-right chart-bar chevron-left chevron-right chevrons-left chevrons-right "
    "corner-down-left external-link layout-sidebar list list-check list-details logout mail-forward message "
    "message-circle report send trending-up".split()
)

NEXT_STEP = {"planned": "calendar-event", "today": "clock", "overdue": "alert-triangle", "none": "circle-dashed"}
NEXT_STEP |= {"done": "circle-check"}
TOAST = {"green": "circle-check", "red": "alert-circle", "amber": "alert-triangle", "": "info-circle"}
NOTE = {"green": "circle-check", "red": "alert-circle", "amber": "alert-triangle", "": "info-circle"}
AGEING = "hourglass"

# {% icon "user" %}, {% icon item.icon|default:"user" %}, icon("user"), icon="user", "icon": "user"
_USES = re.compile(r"""(?:\bicon(?:\s*=|["']:|\()\s*|\{%\s*icon\s+(?:[\w.]+\|default:)?)["']([a-z0-9-]+)["']""")
_SOURCES = ("crm", "contacts", "sales", "marketing", "reports", "templates")


def used_names():
    """Every icon name the product can ask for, in order, so that the sprite is the same for everyone."""
    names = {*NEXT_STEP.values(), *TOAST.values(), *NOTE.values(), AGEING}
    for folder in _SOURCES:
        for path in (Path(settings.BASE_DIR) / folder).rglob("*"):
            if path.suffix in {".py", ".html"} and "migrations" not in path.parts:
                names.update(_USES.findall(path.read_text(encoding="utf-8")))
    return sorted(names)


def sprite_names():
    return set(re.findall(r'id="i-([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")))


def draw_sprite(names):
    """One <symbol> per name. Raises FileNotFoundError for a name that Tabler does not draw."""
    symbols = []
    for name in names:
        body = re.sub(r"(?s)^.*?<svg[^>]*>|</svg>\s*$", "", (DRAWINGS / f"{name}.svg").read_text(encoding="utf-8"))
        body = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>', "", body)
        body = re.sub(r"\s+", " ", body).strip()
        symbols.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
