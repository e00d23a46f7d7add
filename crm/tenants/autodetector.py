"""makemigrations that does not forget the wall: each new tenant table and key brings its operation along."""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.operations import AddField, CreateModel

from crm.tenants.base import TenantField, TenantForeignKey
from crm.tenants.operations import TenantFK, TenantTable


def _tenant_keys(name, fields):
    return [TenantFK(name, field_name) for field_name, field in fields if isinstance(field, TenantForeignKey)]


class WallAutodetector(MigrationAutodetector):
    def _build_migration_list(self, graph=None):
        super()._build_migration_list(graph)
        for migrations in self.migrations.values():
            for migration in migrations:
                migration.operations = list(self._with_wall(migration.operations))

    def _with_wall(self, operations):
        tables, keys = [], []
        for operation in operations:
            yield operation
            if isinstance(operation, CreateModel):
                tables += [TenantTable(operation.name) for _, f in operation.fields if isinstance(f, TenantField)]
                keys += _tenant_keys(operation.name, operation.fields)
            elif isinstance(operation, AddField):
                if isinstance(operation.field, TenantField):
                    tables.append(TenantTable(operation.model_name))
                keys += _tenant_keys(operation.model_name, [(operation.name, operation.field)])
        yield from tables
        yield from keys
