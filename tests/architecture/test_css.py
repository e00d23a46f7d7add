"""The style sheets: both directions from one file, colours in one place, nothing from elsewhere."""

import re

import pytest

from tests.architecture.test_imports import ROOT

CSS = ROOT / "static" / "css"
SHEETS = sorted(CSS.rglob("*.css"))
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:[\w-]*-)?(left|right)(?:-[\w-]+)?(?=\s*:)|:\s*[^;]*(?<![\w-])(left|right)(?![\w-])"
)
# Digits run from left to right in every language, so columns of numbers line up on the physical right.
BOTH_WAYS = {".wl-table .num, .wl-leader .wl-num, .wl-leader .wl-money"}


def name(sheet):
    return str(sheet.relative_to(CSS))


def rules(sheet):
    """(selector, declarations) of every rule, comments gone, @media opened."""
    text = re.sub(r"(?s)/\*.*?\*/", "", sheet.read_text())
    return [(" ".join(s.split()), body) for s, body in RULE.findall(re.sub(r"@media[^{]*\{", "", text))]


def properties(body):
    return {part.partition(":")[0].strip() for part in body.split(";") if PHYSICAL.search(part)}


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_sides_are_logical_or_given_for_both_directions(sheet):
    mirrored = {
        (selector.removeprefix('[dir="rtl"] '), prop)
        for selector, body in rules(sheet)
        if selector.startswith('[dir="rtl"] ')
        for prop in properties(body)
    }
    wrong = [
        f"{selector} {{ {prop} }}"
        for selector, body in rules(sheet)
        if "[dir=" not in selector and selector not in BOTH_WAYS
        for prop in properties(body)
        if (selector, prop) not in mirrored
    ]
    assert wrong == []


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=name)
def test_colours_are_named_in_tokens(sheet):
    text = re.sub(r"(?s)/\*.*?\*/", "", sheet.read_text())
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.sub(r"#[\w-]+\s*[{,>]", "", text)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_nothing_comes_from_elsewhere(sheet):
    text = sheet.read_text()
    assert "@import" not in text
    assert [url for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", text) if not url.startswith("../fonts/")] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_sheets_are_short(sheet):
    assert len(sheet.read_text().splitlines()) <= 400


def test_a_class_is_dressed_in_one_place():
    """Two components that call their parts alike would dress each other's. Print takes clothes off, so it may."""
    places = {}
    for sheet in SHEETS:
        bare = [re.sub(r"\([^()]*\)", "", selector) for selector, _body in rules(sheet)]
        own = {each.strip() for selector in bare for each in selector.split(",")}
        for named in own if sheet.name != "print.css" else ():
            if re.fullmatch(r"\.wl-[\w-]+", named):
                places.setdefault(named, []).append(name(sheet))
    assert {named: sheets for named, sheets in places.items() if len(sheets) > 1} == {}


def test_every_token_in_use_exists():
    text = "".join(sheet.read_text() for sheet in SHEETS)
    assert set(re.findall(r"var\((--(?:wl|t|nib)[\w-]*)", text)) - set(re.findall(r"(--[\w-]+)\s*:", text)) == set()


def test_every_sheet_is_linked():
    pages = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    assert [name(sheet) for sheet in SHEETS if f"'css/{name(sheet)}'" not in pages] == []


def test_both_themes_name_the_same_colours():
    light, dark = {}, {}
    for selector, body in rules(CSS / "tokens.css"):
        names = dict.fromkeys(
            re.findall(r"(--wl-(?:canvas|surface|text|border|green|amber|red|grey|focus)[\w-]*)\s*:", body)
        )
        (dark if selector.startswith('[data-bs-theme="dark"]') else light if selector == ":root" else {}).update(names)
    assert set(light) == set(dark)
