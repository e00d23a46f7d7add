"""Finding records by what people type.

Row-level security keeps LIKE from its index, so words are looked for in the type's scan view, behind a fence; what is
found there is read again through the table. The rules and their measurements: docs/data-layer.md.
"""

import re
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Collate, StrIndex

from crm.access.fields import hidden_fields
from crm.access.policy import predicate
from crm.lib.text import fold
from crm.records.fields.queries import fields_of
from crm.records.fields.values import SEARCHED
from crm.records.patience import ids_within
from crm.records.searchtext import SearchText

SHORT = 3  # letters; a trigram index cannot serve fewer
MANY = 1000
FEW = 5  # where fewer are found, those whose names are spelled otherwise are found with them
LIKE = 50  # how many similar records are offered when none is found
LAST = "\U0010ffff"
_NAME = re.compile(r"[^\d@_/]*[^\W\d_]{2}[^\d@_/]*")
_NUMBER = re.compile(r"[\d\s+()./-]{4,}")
IDS = ArrayField(BigIntegerField())
CUSTOM_TEXT = "custom_text"


@dataclass(frozen=True)
class Found:
    """`many`: there are more than a thousand, and these are the latest thousand. `similar`: none is it, these are like
    it. `also`: the ids of those among them whose names are only spelled otherwise, beside some that are it. `sort` is
    the order in which a page of them is found at once, for when the reader asked for none.
    """

    rows: QuerySet
    many: bool = False
    similar: bool = False
    also: tuple[int, ...] = ()
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

    `whole` says that it is narrowed no further; then very common words give the latest thousand and no more, and rare
    ones those of other spellings, too. Those are asked for in any case when there is nothing else.
    """
    words = words_of(text)
    if not words:
        return Found(rows)
    closed = _closed_columns(record_type, member)
    everybody, rows = rows, _holding_openly(record_type, rows, words, closed, member) if closed else rows
    if all(len(word) < SHORT for word in words):
        return Found(_beginning(rows, " ".join(words)), sort="" if closed else "search_norm")
    scan = visible_scan(record_type, member, action)
    holding = _holding(scan, words)
    ids = list(holding.values_list("pk", flat=True)[: MANY + 1])
    if len(ids) > MANY:
        return Found(among(rows, _latest(holding)), many=True) if whole else Found(_fenced(rows, holding))
    if ids and closed:
        ids = list(among(rows, ids).values_list("pk", flat=True))
    wanted = "name" not in closed and (not ids or (whole and len(ids) < FEW))
    also = _spelled_otherwise(scan, text, ids) if wanted else []
    if ids or also:
        return Found(among(everybody, [*ids, *also]), similar=not ids, also=tuple(also) if ids else ())
    if closed:
        return Found(rows.none())  # what is nearly right would be said of what is hidden too
    near = ids_within(scan.filter(search_norm__trigram_word_similar=" ".join(words)), LIKE)
    return Found(among(rows, near), similar=True) if near else Found(rows.none())


def _spelled_otherwise(scan, text, known):
    """Ids of further records whose name holds every word in some spelling, in either script."""
    if not hasattr(scan.model, "name_sounds") or not _NAME.fullmatch(text):
        return []
    near = scan.filter(name_sounds__like=text).exclude(pk__in=known)
    return ids_within(near, LIKE) or []


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


def holding(record_type, rows, values):
    """The rows with these stored values of custom fields: of several choices, those that are named."""
    return record_type.scan_class.fenced(rows, record_type.scan_class.objects.filter(custom__contains=values))


def _closed_columns(record_type, member):
    """The columns among those searched that the member's role hides."""
    model, hidden = record_type.model_class, hidden_fields(member, record_type.key)
    columns = {column for field in hidden for column in model.stored_in.get(field, (field,))}
    if any(field.key in hidden for field in fields_of(record_type.key) if field.kind in SEARCHED):
        columns.add(CUSTOM_TEXT)
    return columns.intersection(model.searched)


def _holding_openly(record_type, rows, words, closed, member):
    """The rows that hold every word in what the reader may see: of what the index finds, each is looked at again."""
    seen = [Cast(column, TextField()) for column in rows.model.searched if column not in closed]
    if CUSTOM_TEXT in closed:
        hidden = hidden_fields(member, record_type.key)
        names = [each.key for each in fields_of(record_type.key) if each.kind in SEARCHED and each.key not in hidden]
        seen += [Coalesce(KeyTextTransform(name, "custom"), Value("")) for name in names]
    rows = rows.alias(search_open=SearchText(*seen))
    for word in words:
        rows = rows.filter(search_open__contains=word)
    return rows


def visible_scan(record_type, member, action="see"):
    """The type's scan view, of what the member may `action`."""
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


def begun_with(record_type, rows, member, text):
    """The rows whose searched text begins with the words, in its order; None where that would tell of hidden fields, or
    no words are given."""
    words = words_of(text)
    if not words or _closed_columns(record_type, member):
        return None
    return _beginning(rows, " ".join(words)).order_by("search_start", "pk")


def _beginning(rows, text):
    """Rows whose text begins so: a comparison, which row security lets use its index."""
    rows = rows.alias(search_start=Collate("search_norm", "C"))
    return rows.filter(search_start__gte=text, search_start__lt=text + LAST)
