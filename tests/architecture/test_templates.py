"""The templates: strict content policy, every word translatable, every icon drawn, short."""

import re

import pytest
from django.template.loader import get_template

from crm.ui.icons import sprite_names, used_names
from tests.architecture.test_imports import ROOT

TEMPLATES = ROOT / "templates"
PATHS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
# Read by mail programs and by the PDF renderer, which no page policy covers; a style of their own is all they have.
STYLED = ("mail/", "account/email/", "print/")
PAGES = [path for path in PATHS if not path.startswith(STYLED)]
CODE = re.compile(r"(?s)\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}")
MARKS = re.compile(r"(?s)\{%.*?%\}|\{\{.*?\}\}")
SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt|data-confirm)\s*=\s*"([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")


def source(path):
    return CODE.sub("", (TEMPLATES / path).read_text())


def bare(text):
    """What stands in the template as itself: tags, values and translated blocks taken out."""
    text = re.sub(r"(?s)\{%\s*blocktranslate.*?endblocktranslate\s*%\}", "", text)
    return MARKS.sub("", text)


@pytest.mark.parametrize("path", PATHS)
def test_template_parses(path):
    get_template(path)


@pytest.mark.parametrize("path", PAGES)
def test_template_keeps_the_content_policy(path):
    text = source(path)
    assert re.findall(r"\sstyle\s*=|<style|\son[a-z]+\s*=|hx-on|javascript:|\bjs:", text) == []
    assert [body for body in re.findall(r"(?s)<script[^>]*>(.*?)</script>", text) if body.strip()] == []


@pytest.mark.parametrize("path", PAGES)
def test_template_asks_no_other_origin(path):
    assert re.findall(r'(?:src|href|action|hx-\w+)="(?:https?:)?//[^"]*"', source(path)) == []


@pytest.mark.parametrize("path", PATHS)
def test_values_are_always_escaped(path):
    assert re.findall(r"\|\s*safe\b|autoescape off", source(path)) == []


@pytest.mark.parametrize("path", PATHS)
def test_every_word_can_be_translated(path):
    text = bare(source(path))
    words = [word for spoken in SPOKEN.findall(text) for word in WORD.findall(spoken)]
    shown = re.sub(r"(?s)<(script|style|kbd|code)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\w+;", " ", text)
    assert words + WORD.findall(shown) == []


def test_the_sprite_holds_exactly_the_icons_in_use():
    assert set(used_names()) == sprite_names(), "draw it again: manage.py icons"


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith(("ui/", "layouts/"))])
def test_component_says_what_it_needs(path):
    text = (TEMPLATES / path).read_text()
    start = re.sub(r"^\{% extends [^%]+%\}\s*", "", text)
    assert start.startswith("{% comment %}")
