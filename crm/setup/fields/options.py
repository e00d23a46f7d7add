"""The options of a field to choose from: one row each, with its name in up to three languages."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from crm.l10n.forms import LONGEST
from crm.l10n.numbers import format_number
from crm.tenants.models import Language

MOST, BLANK, BLANK_MORE = 100, 4, 1


class OptionsInput(forms.Widget):
    """Rows of inputs; a value is [{"key", "name", "names", "retired", "chosen"}], `chosen` being the default."""

    template_name = "crm/setup/fields/_options_input.html"
    language, several = "en", False

    def value_from_datadict(self, data, files, name):
        read = getattr(data, "getlist", lambda key: data.get(key, []))
        others = [code for code in Language.values if code != self.language]
        columns = {code: read(f"{name}_name_{code}") for code in others}
        rows = zip(read(f"{name}_row"), read(f"{name}_name"), *columns.values(), strict=False)
        return [
            {
                "key": key,
                "name": " ".join(word.split()),
                "names": {code: " ".join(text.split()) for code, text in zip(others, texts, strict=True)},
                "retired": key in read(f"{name}_retired"),
                "chosen": key in read(f"{name}_chosen"),
            }
            for key, word, *texts in rows
        ]

    def value_omitted_from_data(self, data, files, name):
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = list(value or [])
        blank = sum(not row["name"] for row in rows)
        wanted = BLANK if len(rows) == blank else BLANK_MORE
        taken = {row["key"] for row in rows}
        free = (f"n{n}" for n in range(MOST * 2) if f"n{n}" not in taken)
        rows += [{"key": next(free), "name": "", "names": {}} for _each in range(wanted - blank)]
        others = [code for code in Language.values if code != self.language]
        context["rows"] = [
            {
                **row,
                "is_new": row["key"].startswith("n"),
                "translations": [(code, self._said_in(code), row.get("names", {}).get(code, "")) for code in others],
            }
            for row in rows
        ]
        return context

    def _said_in(self, code):
        return _("In %(language)s") % {"language": get_language_info(code)["name_translated"]}


class OptionsField(forms.Field):
    """Options as a CustomField keeps them, in order; rows without a name are left out, unless they had one."""

    widget = OptionsInput

    def clean(self, value):
        known = {option["key"] for option in self.known}
        rows = [row for row in value if row["name"] or row["key"] in known]
        if any(not row["name"] for row in rows):
            raise ValidationError(_("A choice needs a name. Retire it instead, and records keep it."))
        if any(len(text) > LONGEST for row in rows for text in (row["name"], *row["names"].values())):
            raise ValidationError(_("Names of at most %(letters)s letters.") % {"letters": format_number(LONGEST)})
        names = [row["name"].casefold() for row in rows]
        if len(set(names)) < len(names):
            raise ValidationError(_("Two choices have the same name."))
        if not any(not row["retired"] for row in rows):
            raise ValidationError(_("There has to be something to choose."))
        if len(rows) > MOST:
            raise ValidationError(_("At most %(count)s choices.") % {"count": format_number(MOST)})
        if known - {row["key"] for row in rows}:
            raise ValidationError(_("Somebody else has changed these choices meanwhile. Open the field anew."))
        return self._keyed(rows, known)

    def _keyed(self, rows, known):
        """The rows with keys of their own, which no option of the field ever had."""
        last = max((int(key[1:]) for key in known), default=0)
        for row in rows:
            if row["key"] not in known:
                last += 1
                row["key"] = f"o{last}"
            row["names"] = {code: text for code, text in row["names"].items() if text}
        return rows

    @property
    def known(self):
        """The options that the field has."""
        return getattr(self, "_known", [])

    @known.setter
    def known(self, options):
        self._known = options
