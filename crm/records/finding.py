"""Finding records by what people type.

Row-level security keeps LIKE from its index, so words are looked for in the type's scan view, behind a fence; what is
found there is read again through the table. The rules and their measurements: docs/data-layer.md.
"""

import re
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Collate, StrIndex

from crm.access.policy import predicate
from crm.lib.text import fold
from crm.records.patience import ids_within

SHORT = 3  # letters; a trigram index cannot serve fewer
MANY = 1000
LIKE = 50  # how many similar records are offered when none is found
LAST = "\U0010ffff"
_NUMBER = re.compile(r"[\d\s+()./-]{4,}")
IDS = ArrayField(BigIntegerField())


@dataclass(frozen=True)
class Found:
    """`many`: there are more than a thousand, and these are the latest thousand. `similar`: none is it, these are like
    it. `sort` is the order in which a page of them is found at once, for when the reader asked for none.
    """

    rows: QuerySet
    many: bool = False
    similar: bool = False
    sort: str = ""


def words_of(text):
    """What to look for: folded words, each to be found; a phone number is one word, without what precedes it."""
    folded = fold(text.replace("\0", " "))  # which PostgreSQL cannot hold
    if _NUMBER.fullmatch(folded):
        digits = re.sub(r"\D", "", folded).lstrip("0")
        return [digits] if digits else []
    return folded.split()


def find(record_type, rows, member, text, *, action="see", whole=False):
    """The rows of a queryset that hold every word of `text`. `rows` is already narrowed to what the member sees.

    `whole` says that it is narrowed no further; then very common words give the latest thousand and no more.
    """
    words = words_of(text)
    if not words:
        return Found(rows)
    if all(len(word) < SHORT for word in words):
        return Found(_beginning(rows, " ".join(words)), sort="search_norm")
    scan = _visible_scan(record_type, member, action)
    holding = _holding(scan, words)
    ids = list(holding.values_list("pk", flat=True)[: MANY + 1])
    if len(ids) > MANY:
        return Found(among(rows, _latest(holding)), many=True) if whole else Found(_fenced(rows, holding))
    if ids:
        return Found(among(rows, ids))
    near = ids_within(scan.filter(search_norm__trigram_word_similar=" ".join(words)), LIKE)
    return Found(among(rows, near), similar=True) if near else Found(rows.none())


def _latest(scan):
    """Ids of the thousand that something was last done with. In the view, whose statistics row security leaves to the
    planner: it walks the list by date, where in the table it would read all of it."""
    fields = {field.name for field in scan.model._meta.fields}
    newest = "-last_activity_at" if "last_activity_at" in fields else "-created_at"
    return list(scan.order_by(newest, "-pk").values_list("pk", flat=True)[:MANY])


def _fenced(rows, scan):
    return scan.model.fenced(rows, scan)


def among(rows, ids):
    """The rows with these ids, asked for in a way that keeps to the primary key."""
    return rows.filter(pk__any_of=Value(list(ids), output_field=IDS))


def tagged(record_type, rows, tag):
    """The rows with a tag."""
    return record_type.scan_class.fenced(rows, record_type.scan_class.objects.filter(tags__contains=[tag]))


def _visible_scan(record_type, member, action):
    scan = record_type.scan_class.objects.filter(deleted_at=None)
    condition = predicate(record_type.model_class, member, action)
    return scan if condition is None else scan.filter(condition)


def _holding(rows, words):
    """The rows that hold every word. Of an address the index is asked for the name alone: half the firm's people share
    the rest, and looking up what is everywhere takes longer than all else."""
    for word in words:
        name, at, host = word.partition("@")
        if at and host and len(name) >= SHORT:
            rows = rows.filter(search_norm__contains=name + at).alias(place=StrIndex("search_norm", Value(word)))
            rows = rows.filter(place__gt=0)
        else:
            rows = rows.filter(search_norm__contains=word)
    return rows


def _beginning(rows, text):
    """Rows whose text begins so: a comparison, which row security lets use its index."""
    rows = rows.alias(search_start=Collate("search_norm", "C"))
    return rows.filter(search_start__gte=text, search_start__lt=text + LAST)
