"""Migration operations that build the tenant wall: policies, composite keys, scan views.

`makemigrations` adds TenantTable and TenantFK by itself (autodetector.py); the system checks in checks.py
read the catalogue and fail the build when a table was left outside.
"""

from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.models import CASCADE, SET_NULL

TENANT = "NULLIF(current_setting('crm.tenant', true), '')::bigint"
ON_DELETE = {CASCADE: "ON DELETE CASCADE", SET_NULL: "ON DELETE SET NULL ({column})"}


class TenantTable(Operation):
    """Enable row-level security on a model's table, with one policy for reading and writing, and a key to refer to."""

    category = OperationCategory.ADDITION
    reversible = True

    def __init__(self, name):
        self.name = name

    def deconstruct(self):
        return self.__class__.__name__, [self.name], {}

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.name)
        table, quote = model._meta.db_table, schema_editor.quote_name
        schema_editor.execute(f"ALTER TABLE {quote(table)} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY tenant_wall ON {quote(table)} "
            f"USING (tenant_id = {TENANT}) WITH CHECK (tenant_id = {TENANT})"
        )
        schema_editor.execute(
            f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(f'{table}_tenant_id_key')} UNIQUE (tenant_id, id)"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.name)
        table, quote = model._meta.db_table, schema_editor.quote_name
        schema_editor.execute(f"ALTER TABLE {quote(table)} DROP CONSTRAINT {quote(f'{table}_tenant_id_key')} CASCADE")
        schema_editor.execute(f"DROP POLICY tenant_wall ON {quote(table)}")
        schema_editor.execute(f"ALTER TABLE {quote(table)} DISABLE ROW LEVEL SECURITY")

    def describe(self):
        return f"Put {self.name} behind the tenant wall"


class TenantFK(Operation):
    """Add the composite key (tenant_id, x_id) → (tenant_id, id) of a TenantForeignKey."""

    category = OperationCategory.ADDITION
    reversible = True

    def __init__(self, name, field):
        self.name, self.field = name, field

    def deconstruct(self):
        return self.__class__.__name__, [self.name, self.field], {}

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.name)
        field, quote = model._meta.get_field(self.field), schema_editor.quote_name
        on_delete = ON_DELETE.get(field.remote_field.on_delete, "").format(column=quote(field.column))
        schema_editor.execute(
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self._constraint(model, field))} "
            f"FOREIGN KEY (tenant_id, {quote(field.column)}) "
            f"REFERENCES {quote(field.related_model._meta.db_table)} (tenant_id, id) "
            f"{on_delete} DEFERRABLE INITIALLY DEFERRED"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.name)
        field, quote = model._meta.get_field(self.field), schema_editor.quote_name
        schema_editor.execute(
            f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT IF EXISTS "
            f"{quote(self._constraint(model, field))}"
        )

    def _constraint(self, model, field):
        return f"{model._meta.db_table}_{field.column}_tenant_fk"[:63]

    def describe(self):
        return f"Tie {self.name}.{self.field} to its own tenant"


class ScanView(Operation):
    """A plain view on one table, for conditions that row-level security would keep from their index.

    Owned by the database owner and filtered by the scope's tenant; deliberately not security_barrier.
    `before` names the columns of a view that this one takes the place of.
    Read it fenced only: `id__any_of=ArraySubquery(Scan.objects….values("id"))`.
    """

    category = OperationCategory.ADDITION
    reversible = True

    def __init__(self, view, table, columns, before=()):
        self.view, self.table, self.columns, self.before = view, table, tuple(columns), tuple(before)

    def deconstruct(self):
        before = {"before": list(self.before)} if self.before else {}
        return self.__class__.__name__, [self.view, self.table, list(self.columns)], before

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if self.before:
            self._drop(schema_editor)
        self._create(schema_editor, self.columns)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._drop(schema_editor)
        if self.before:
            self._create(schema_editor, self.before)

    def _drop(self, schema_editor):
        schema_editor.execute(f"DROP VIEW {schema_editor.quote_name(self.view)}")

    def _create(self, schema_editor, names):
        quote = schema_editor.quote_name
        columns = ", ".join(map(quote, ("id", "tenant_id", *names)))
        schema_editor.execute(
            f"CREATE VIEW {quote(self.view)} AS SELECT {columns} FROM {quote(self.table)} WHERE tenant_id = {TENANT}"  # noqa: S608
        )
        schema_editor.execute(f"REVOKE ALL ON {quote(self.view)} FROM crm_app")
        schema_editor.execute(f"GRANT SELECT ON {quote(self.view)} TO crm_app")

    def describe(self):
        return f"Create the scan view {self.view}"
