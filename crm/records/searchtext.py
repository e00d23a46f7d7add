"""The one text by which a record is found: its names and numbers, folded, in a stored column."""

from django.db.models import Func, TextField

LONGEST = 600  # characters, so that any text fits an index entry (2,704 bytes)


class SearchText(Func):
    """`crm_norm(a || ' ' || b …)` over columns that are never NULL; the expression of a GeneratedField."""

    template = f"left(crm_norm(%(expressions)s), {LONGEST})"
    arg_joiner = " || ' ' || "
    output_field = TextField()
