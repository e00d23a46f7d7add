"""How the fields of a type are grouped and ordered: as its record.py says, until a workspace arranges them itself."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.records.fields.queries import definitions, fields_of

OWN = "own"  # the sections of record.py are own0, own1, …
MORE = "more"  # where the workspace's own fields stand until somebody places them


@dataclass(frozen=True)
class Group:
    """A heading and the names of the fields under it. `names` are the heading's translations, if it has a name."""

    key: str
    label: Any
    fields: tuple[str, ...]
    name: str = ""
    names: dict | None = None


def arranged(key, declared):
    """[Group] of a record type. `declared` are (label, [field name]) of its record.py; every field stands once."""
    custom = [field.key for field in fields_of(key)]
    standard = {f"{OWN}{place}": (label, list(names)) for place, (label, names) in enumerate(declared)}
    standard[MORE] = (_("More details"), custom)
    saved = definitions().layouts.get(key)
    groups = _saved(saved, standard) if saved else [Group(k, label, tuple(f)) for k, (label, f) in standard.items()]
    return [group for group in groups if group.fields or (saved and group.key != MORE)]


def _saved(sections, standard):
    """The sections as they were saved, and in them what has come since: in its own section, else in the last."""
    known = {name for _label, names in standard.values() for name in names}
    placed = {name for section in sections for name in section["fields"]}
    there = [section["key"] for section in sections]
    late = {}
    for key, (_label, names) in standard.items():
        late.setdefault(key if key in there else there[-1], []).extend(name for name in names if name not in placed)
    return [
        Group(
            key=section["key"],
            label=_called(section, standard),
            fields=tuple(name for name in [*section["fields"], *late.get(section["key"], ())] if name in known),
            name=section.get("name", ""),
            names=section.get("names", {}),
        )
        for section in sections
    ]


def _called(section, standard):
    label, _names = standard.get(section["key"], ("", ()))
    return section.get("names", {}).get(get_language()) or section.get("name") or label
