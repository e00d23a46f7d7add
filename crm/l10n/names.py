"""Names that a firm gives in one language and may translate into the others."""

from django.db import models
from django.db.models import F, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language, override

from crm.lib.carrying import PLAIN
from crm.lib.text import name_in
from crm.tenants.models import Language

ARABIC_SCRIPT = frozenset({Language.ARABIC, Language.PERSIAN})


def called(name, other=""):
    """Of the two forms of a name the one in the reader's script."""
    return name_in(name, other, arabic=get_language() in ARABIC_SCRIPT) if other else name


def called_by_language(name, other=""):
    """A name as messages keep it for whoever will read them: a text, or {language: text} where that makes a
    difference."""
    forms = {code: name_in(name, other, arabic=code in ARABIC_SCRIPT) for code in Language.values}
    return forms if other else name


def series(names):
    """Names one after another, with the comma of the reader's script: "a, b"."""
    return comma().join(map(str, names))


def comma(language=""):
    return "، " if (language or get_language()) in ARABIC_SCRIPT else ", "


def shown_name(language):
    """The name of a Named in a language, for the database to sort by."""
    text = models.TextField()
    translated = NullIf(KeyTextTransform(language, "names"), Value("", output_field=text), output_field=text)
    return Coalesce(translated, F("name"), output_field=text)


def taken(name, names, others):
    """The form field ("name", "name_fa") whose name one of the others has in the same language, whatever the case; ""
    where none has."""
    for code in Language.values:
        mine = (names.get(code) or name).casefold()
        with override(code):  # what is shipped has its names from gettext
            same = any(other.name_in(code).casefold() == mine for other in others)
        if same:
            return f"name_{code}" if names.get(code, name) != name else "name"
    return ""


class Named(models.Model):
    """Something with a name of the workspace's own: `name` always, `names` per language where somebody cared."""

    archive_refs = {"names": PLAIN}

    name = models.TextField()
    names = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name_in(get_language())

    def name_in(self, language):
        """The name in a language, or the one name everybody knows."""
        return self.names.get(language) or self.name
