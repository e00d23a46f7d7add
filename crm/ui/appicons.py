"""The icons of the installed app, drawn from the logo. Launchers cut a maskable icon to their own shape, and iPhones
theirs, so those two fill the square and keep the mark in its middle (safe zone of the W3C manifest: a circle of 80 %).
"""

import re

import plutoprint
from django.conf import settings

LOGO = settings.BASE_DIR / "static" / "logo.svg"
FOLDER = settings.BASE_DIR / "static" / "icons"
SIDE = 24  # units of the logo
WHITE = "#fff"


def draw():
    """Write every icon; their names."""
    logo = LOGO.read_text(encoding="utf-8")
    drawn = {
        "app-192.png": (logo, 192),
        "app-512.png": (logo, 512),
        "maskable-512.png": (_filled(logo, 0.95), 512),
        "apple-180.png": (_filled(logo, 1.1), 180),
        "badge-96.png": (_mark(logo), 96),
    }
    FOLDER.mkdir(exist_ok=True)
    for name, (svg, size) in drawn.items():
        _write(svg, size, FOLDER / name)
    return sorted(drawn)


def _filled(logo, scale):
    """The ground without corners, the mark smaller around its middle."""
    head, ground, mark = _parts(logo)
    ground = re.sub(r' rx="\d+"', "", ground)
    move = SIDE * (1 - scale) / 2
    return f'{head}{ground}<g transform="translate({move} {move}) scale({scale})">{mark}</g></svg>'


def _mark(logo):
    """The mark alone in one colour, as status bars show it."""
    head, _ground, mark = _parts(logo)
    mark = re.sub(r'fill="#[0-9a-f]{3,6}"', f'fill="{WHITE}"', mark)
    return f"{head}{mark}</svg>"


def _parts(logo):
    """(opening tag, ground, mark) of the logo: its first shape is the ground."""
    return re.fullmatch(r"(<svg[^>]*>)(<rect[^>]*/>)(.*)</svg>\s*", logo, re.DOTALL).groups()


def _write(svg, size, path):
    pixels = size * plutoprint.UNITS_PX
    book = plutoprint.Book(plutoprint.PageSize(pixels, pixels), plutoprint.PageMargins(0))
    style = f"*{{margin:0}} svg{{display:block;width:{size}px;height:{size}px}}"
    book.load_html(f"<html><body>{svg}</body></html>", user_style=style)
    book.write_to_png(str(path), width=size, height=size)
