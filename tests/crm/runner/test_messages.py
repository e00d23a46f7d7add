"""Catalogues are compiled when they changed, by Python alone."""

import gettext
import os

from crm.runner import messages

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\\n"

msgid "Deal"
msgstr "صفقة"

#, fuzzy
msgid "Guess"
msgstr "تخمين"

msgid "%(count)s deal"
msgid_plural "%(count)s deals"
msgstr[0] "لا صفقات"
msgstr[1] "صفقة واحدة"
msgstr[2] "صفقتان"
msgstr[3] "%(count)s صفقات"
msgstr[4] "%(count)s صفقة"
msgstr[5] "%(count)s صفقة"
"""


def catalogue(tmp_path, monkeypatch):
    folder = tmp_path / "crm" / "locale" / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    return source


def test_what_changed_is_compiled_and_nothing_else(tmp_path, monkeypatch):
    source = catalogue(tmp_path, monkeypatch)
    assert messages.compile_messages() == 1
    assert messages.compile_messages() == 0
    compiled = source.with_suffix(".mo").stat().st_mtime
    os.utime(source, (compiled + 5, compiled + 5))
    assert messages.compile_messages() == 1


def test_gettext_reads_it_with_its_plurals_and_without_guesses(tmp_path, monkeypatch):
    source = catalogue(tmp_path, monkeypatch)
    messages.compile_messages()
    with source.with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    assert found.gettext("Deal") == "صفقة"
    assert found.gettext("Guess") == "Guess"
    assert found.ngettext("%(count)s deal", "%(count)s deals", 2) == "صفقتان"
    assert found.ngettext("%(count)s deal", "%(count)s deals", 7) == "%(count)s صفقات"
