"""What a column means: by its head, in any of the three languages, or else by what stands in it."""

from collections import Counter

from django.utils.translation import override

from crm.lib.text import fold
from crm.transfer.values import Unreadable, is_nothing, read

TELLING = ("email", "phone", "day")  # kinds that cells give away by themselves
ENOUGH = 0.6  # share of filled cells that must read as the kind


def guess_mapping(heads, sample, fields):
    """The field for each column ("" for none). `sample` is some rows; `fields` the type's ImportFields."""
    names = _names(fields)
    mapping = [names.get(fold(str(head or "")), "") for head in heads]
    for index, known in enumerate(mapping):
        if not known:
            mapping[index] = _by_content([row[index] for row in sample if index < len(row)], fields, mapping)
    return mapping


def _names(fields):
    """Every folded text that means a field: its name, its label in each language, its aliases."""
    names = {}
    for field in fields:
        texts = [field.name, *field.aliases]
        for language in ("ar", "fa", "en"):
            with override(language):
                texts.append(str(field.label))
        for text in texts:
            names.setdefault(fold(text), field.name)
    return names


def _by_content(cells, fields, taken):
    filled = [cell for cell in cells if not is_nothing(cell)]
    if len(filled) < 3:
        return ""
    for kind in TELLING:
        if sum(_reads(cell, kind) for cell in filled) / len(filled) >= ENOUGH:
            free = [f.name for f in fields if f.kind == kind and (f.name not in taken or kind != "day")]
            return free[0] if free else ""
    return ""


def _reads(cell, kind):
    if kind == "day" and isinstance(cell, int | float):
        return False
    try:
        return bool(read(cell, kind))
    except Unreadable:
        return False


def repeated(mapping):
    """Fields that more than one column fills."""
    return {name for name, times in Counter(filter(None, mapping)).items() if times > 1}
