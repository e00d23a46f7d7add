"""The texts by which a record is found, in stored columns: names and numbers folded, and how its name sounds."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Lookup, TextField

LONGEST = 600  # characters, so that any text fits an index entry (2,704 bytes)


class SearchText(Func):
    """`crm_norm(a || ' ' || b …)` over columns that are never NULL; the expression of a GeneratedField."""

    template = f"left(crm_norm(%(expressions)s), {LONGEST})"
    arg_joiner = " || ' ' || "
    output_field = TextField()


class SoundsField(SearchVectorField):
    """The keys under which a name is found in other spellings and in the other script (crm_sounds.sql)."""


class Sounds(Func):
    """`crm_sounds(name || ' ' || other …)`, likewise."""

    function = "crm_sounds"
    arg_joiner = " || ' ' || "
    output_field = SoundsField()


@SoundsField.register_lookup
class SoundsLike(Lookup):
    """`name_sounds__like="Muhammed Rezaei"`: every word is in the name, in some spelling. It leaks, in the sense of row
    security: ask the scan view."""

    lookup_name = "like"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """PostgreSQL makes the question once, for crm_sounding() is immutable."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} @@ crm_sounding(%s)", [*params, self.rhs]
