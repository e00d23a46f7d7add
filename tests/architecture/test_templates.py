"""The templates: strict content policy, every word translatable, every icon drawn, short."""

import re

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


def found(pattern, paths=PATHS):
    """{path: what of the pattern it holds}, of the templates that hold any."""
    return {path: places for path in paths if (places := re.findall(pattern, source(path)))}


def test_every_template_parses():
    for path in PATHS:
        get_template(path)


def test_templates_keep_the_content_policy():
    assert found(r"\sstyle\s*=|<style|\son[a-z]+\s*=|hx-on|javascript:|\bjs:", PAGES) == {}
    assert found(r"<script[^>]*>(?!\s*</script>)", PAGES) == {}


def test_templates_ask_no_other_origin():
    assert found(r'(?:src|href|action|hx-\w+)="(?:https?:)?//[^"]*"', PAGES) == {}


def test_values_are_always_escaped():
    assert found(r"\|\s*safe\b|autoescape off") == {}


def test_every_word_can_be_translated():
    wrong = {}
    for path in PATHS:
        text = bare(source(path))
        words = [word for spoken in SPOKEN.findall(text) for word in WORD.findall(spoken)]
        shown = re.sub(r"(?s)<(script|style|kbd|code)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\w+;", " ", text)
        if words := words + WORD.findall(shown):
            wrong[path] = words
    assert wrong == {}


def test_the_sprite_holds_exactly_the_icons_in_use():
    assert set(used_names()) == sprite_names(), "draw it again: manage.py icons"


def test_components_say_what_they_need():
    parts = [path for path in PATHS if path.startswith(("ui/", "layouts/"))]
    starts = {path: re.sub(r"^\{% extends [^%]+%\}\s*", "", (TEMPLATES / path).read_text()) for path in parts}
    assert [path for path, text in starts.items() if not text.startswith("{% comment %}")] == []


def test_a_button_copies_what_it_names():
    """`data-copy` is the text itself; where that stands elsewhere on the page, `data-copy-from` leads there."""
    assert found(r'data-copy="[#.][^"]*"') == {}
    for path, names in found(r'data-copy-from="#([^"]+)"').items():
        assert [name for name in names if f'id="{name}"' not in source(path)] == [], path
