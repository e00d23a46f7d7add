"""`id = ANY(array)`: the fence that keeps a non-leakproof search apart from row-level security (docs/data-layer.md)."""

from django.db.models import Field, ForeignObject, Lookup


@Field.register_lookup
@ForeignObject.register_lookup  # which looks no further up than itself
class AnyOf(Lookup):
    lookup_name, prepare_rhs = "any_of", False

    def as_sql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_params, *right_params]

    def get_prep_lookup(self):
        return self.rhs
