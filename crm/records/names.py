"""Records that are called by one name in two scripts: each reader sees, and sorts by, the one of theirs."""

from django.db import models
from django.db.models import Func, TextField
from django.utils.translation import get_language

from crm.l10n.names import ARABIC_SCRIPT, called, called_by_language
from crm.records.searchtext import SearchText, Sounds, SoundsField

NAME_COLUMNS = ("name", "other_name", "name_arab", "name_latn")


class ArabicName(Func):
    """`crm_name_arab(name, other_name)`; the expression of a GeneratedField."""

    function = "crm_name_arab"
    output_field = TextField()


class LatinName(Func):
    """`crm_name_latn(name, other_name)`, likewise."""

    function = "crm_name_latn"
    output_field = TextField()


def _stored(expression, output_field=TextField):
    return models.GeneratedField(expression=expression, output_field=output_field(), db_persist=True)


class TwoNames(models.Model):
    """`name`, and `other_name`: the same in the other script, where known. Persian and Arabic share one script.

    `name_arab` and `name_latn` are the one of a script, else the one there is. Lists sort by them, each under its own
    index, and what reads columns rather than objects takes them from `shown_column`.
    """

    name = models.TextField()  # the full name, as whoever entered it writes it
    other_name = models.TextField(blank=True, default="", db_default="")
    name_arab = _stored(ArabicName("name", "other_name"))
    name_latn = _stored(LatinName("name", "other_name"))
    name_norm = _stored(SearchText("name"))
    other_norm = _stored(SearchText("other_name"))
    name_sounds = _stored(Sounds("name", "other_name"), SoundsField)

    class Meta:
        abstract = True

    def __str__(self):
        return called(self.name, self.other_name)

    @property
    def also_called(self):
        """The form that `str` does not give; "" where there is none."""
        return next((each for each in (self.other_name, self.name) if each and each != str(self)), "")

    @property
    def both_names(self):
        """The forms that are known."""
        return tuple(filter(None, (self.name, self.other_name)))

    def named(self):
        return {"name": self.name} | ({"other_name": self.other_name} if self.other_name else {})

    def by_language(self):
        return called_by_language(self.name, self.other_name)


def named_so(folded):
    """The condition that a record is called by one of these folded names, in either script. An index serves each half,
    the second only if told that empty ones are not meant."""
    names = models.Q(name_norm__in=folded)
    return names | models.Q(other_norm__in=folded) & ~models.Q(other_norm="")


def shown_column(path, language=""):
    """Where the reader's form of a name stands: "contact__name" → "contact__name_latn"."""
    return f"{path}_arab" if (language or get_language()) in ARABIC_SCRIPT else f"{path}_latn"
