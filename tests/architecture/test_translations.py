"""The catalogues: every message of the sources, once, whole, in its own script. Needs no gettext tools."""

import ast
import gettext
import io
import re
from collections import Counter
from functools import cache

import polib
import pytest
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from tests.architecture.test_imports import ROOT, modules

LANGUAGES = ("ar", "fa")
PLURALS = {"ar": 6, "fa": 2}
MESSAGES = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
KEYWORDS = {"_": None, "gettext_noop": None} | {
    name + lazy: args for name, args in MESSAGES.items() for lazy in ("", "_lazy")
}
PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w+\}|%%")
MARKUP = re.compile(r"<[^>]*>|&\w+;")
LATIN = re.compile(r"[A-Za-z]{2,}")
# Letters that look right and are another language's, so that search and sorting miss them.
FOREIGN_LETTERS = {"ar": "یکۀە", "fa": "يكةىٱ"}
# Names, and words that English always writes with a capital.
PROPER = set("""
    Wasl Liquid Gregorian Jalali Hijri Umm al-Qura Arabic Latin Persian English Excel Office Enter Esc
    Translators I Word WhatsApp
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""".split())  # fmt: skip


def templates():
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))


def as_python(path):
    """The source as Babel's extractor for Python reads it; a template's lines lose what would be its indentation."""
    source = path.read_text()
    if path.suffix == ".py":
        return source
    return "\n".join(line.lstrip() for line in templatize(source).splitlines())


@cache
def messages():
    """(context, msgid, plural) of everything the sources say."""
    found = set()
    for path in [*(ROOT / module for module in modules()), *templates()]:
        source = io.BytesIO(as_python(path).encode())
        for _line, message, _comments, context in extract("python", source, keywords=KEYWORDS):
            singular, plural = (*message, None)[:2] if isinstance(message, tuple) else (message, None)
            found.add((context, singular, plural))
    return found


@cache
def catalogue(language):
    return polib.pofile(str(ROOT / "crm" / "locale" / language / "LC_MESSAGES" / "django.po"))


def forms(entry):
    return [entry.msgstr_plural[index] for index in sorted(entry.msgstr_plural)] or [entry.msgstr]


def plural_rule(language):
    count, rule = re.fullmatch(r"nplurals=(\d+); plural=(.+);", catalogue(language).metadata["Plural-Forms"]).groups()
    return int(count), gettext.c2py(rule)


def exact_forms(language):
    """The forms that only one number takes: they may say it in words."""
    seen = Counter(map(plural_rule(language)[1], range(1000)))
    return {form for form, numbers in seen.items() if numbers == 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_what_the_sources_say_and_nothing_else(language):
    listed = [(entry.msgctxt, entry.msgid, entry.msgid_plural or None) for entry in catalogue(language)]
    assert sorted(map(str, messages() - set(listed))) == []
    assert sorted(map(str, set(listed) - messages())) == []
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    entries = catalogue(language)
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete or not all(forms(entry))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language):
    count, rule = plural_rule(language)
    assert count == PLURALS[language]
    assert set(map(rule, range(1000))) == set(range(count))
    assert [e.msgid for e in catalogue(language) if e.msgid_plural and len(forms(e)) != count] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive(language):
    exact, wrong = exact_forms(language), []
    for entry in catalogue(language):
        wanted = Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for index, form in enumerate(forms(entry)):
            kept = Counter(PLACEHOLDER.findall(form))
            in_words = entry.msgid_plural and index in exact and kept < wanted and (wanted - kept).total() == 1
            if kept != wanted and not in_words:
                wrong.append((entry.msgid, form))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_and_space_survive(language):
    def frame(text):
        space = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return space, Counter(MARKUP.findall(text))

    assert [e.msgid for e in catalogue(language) for form in forms(e) if frame(form) != frame(e.msgid)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_in_the_language_and_its_script(language):
    wrong = []
    for entry in catalogue(language):
        # File endings, brands and abbreviations stay as they are.
        kept = {word for word in LATIN.findall(entry.msgid) if not word.islower()} | set(
            re.findall(r"\.([a-z]+)\b", entry.msgid)
        )
        for form in forms(entry):
            bare = MARKUP.sub(" ", PLACEHOLDER.sub(" ", form))
            english = set(LATIN.findall(bare)) - kept
            if english or set(bare) & set(FOREIGN_LETTERS[language]) or re.search(r"[,;?](?!\d)", bare):
                wrong.append((entry.msgid, form))
    assert wrong == []


def test_messages_are_literals():
    """An f-string, .format() or a sum inside the call would never be found in a catalogue."""
    wrong = []
    for module in modules():
        for node in ast.walk(ast.parse((ROOT / module).read_text())):
            name = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in KEYWORDS:
                continue
            texts = node.args[: len(KEYWORDS[name] or [1])]
            if not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
                wrong.append(f"{module}:{node.lineno}")
    assert wrong == []


def test_english_is_calm_and_in_sentence_case():
    wrong = []
    for _context, *texts in messages():
        for text in filter(None, texts):
            # A capital may follow the start, a full stop, a quotation mark, a bracket or a value.
            inner = re.findall(r"(?<=[\w,;] )[A-Z][a-z]+\b", PLACEHOLDER.sub("0", MARKUP.sub("", text)))
            if "!" in text or set(inner) - PROPER:
                wrong.append(text)
    assert wrong == []
