"""What every table of a tenant inherits: the tenant column, the raising manager, the composite foreign key."""

from functools import lru_cache
from operator import itemgetter

from django.db import models
from django.forms import ModelChoiceField

from crm.tenants.expressions import CurrentTenant
from crm.tenants.scope import current_tenant_id, has_tenant


class TenantQuerySet(models.QuerySet):
    """Rows that may be dressed for a reader as they are fetched, so that no caller can forget it."""

    _dress = None

    def dressed(self, dress):
        """The same rows; `dress(queryset, rows)` returns what is given out instead of each batch that is fetched."""
        clone = self._chain()
        clone._dress = dress
        return clone

    def _clone(self):
        clone = super()._clone()
        clone._dress = self._dress
        return clone

    def _fetch_all(self):
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self._dress:
            self._result_cache = self._dress(self, self._result_cache)

    def iterator(self, chunk_size=None):
        rows = super().iterator(chunk_size)
        return (row for each in rows for row in self._dress(self, [each])) if self._dress else rows


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):
    """Rows of the scope's tenant only; raises NoTenant when no scope is open."""

    use_in_migrations = False

    def get_queryset(self):
        return super().get_queryset().filter(tenant_id=current_tenant_id())


class AllTenantsManager(models.Manager):
    """Rows of every tenant, through the owner's door. For upkeep commands and system tasks, never for requests."""

    def get_queryset(self):
        return super().get_queryset().using("owner")


class TenantField(models.ForeignKey):
    """The column that every table behind the wall carries. The database fills it in from the open scope."""

    def __init__(self, **kwargs):
        kwargs |= {
            "to": "tenants.Tenant",
            "on_delete": models.CASCADE,
            "related_name": "+",
            "editable": False,
        }
        kwargs["db_index"] = False  # the unique (tenant, id) that TenantTable adds serves it
        kwargs["db_default"] = CurrentTenant()
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, _ = super().deconstruct()
        return name, path, args, {}


class TenantModel(models.Model):
    """A row of one tenant. The database fills in the tenant and refuses any other (see operations.TenantTable)."""

    tenant = TenantField()

    objects = TenantManager()
    all_tenants = AllTenantsManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    @classmethod
    def from_db(cls, db, field_names, values):
        """As Django does it, which looks through the list of what was fetched for each column: of a list's lean rows
        that took longer than all else."""
        if len(values) != len(cls._meta.concrete_fields):
            values = _in_order(cls, *field_names)((*values, models.DEFERRED))
        return super().from_db(db, field_names, values)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not args and "tenant" not in kwargs and "tenant_id" not in kwargs and has_tenant():
            self.tenant_id = current_tenant_id()


@lru_cache(maxsize=512)
def _in_order(model, *names):
    """What gives, of the values of the columns `names` with DEFERRED behind them, one for each column of the model."""
    places = {name: place for place, name in enumerate(names)}
    return itemgetter(*[places.get(field.attname, len(names)) for field in model._meta.concrete_fields])


class TenantForeignKey(models.ForeignKey):
    """A reference inside one tenant: the database key is (tenant_id, x_id), made by operations.TenantFK.

    A plain foreign key ignores row-level security, so it would accept, and reveal, another tenant's id.
    """

    def __init__(self, to, on_delete, **kwargs):
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        """A choice of nothing: a form class is made outside any scope, so each form says what may be chosen."""
        none = models.QuerySet(self.remote_field.model).none()
        kwargs = {"form_class": ModelChoiceField, "queryset": none, "blank": self.blank, **kwargs}
        return super(models.ForeignKey, self).formfield(**kwargs)


def tenant_models(apps):
    """All concrete models whose table carries a tenant."""
    return [m for m in apps.get_models(include_auto_created=True) if issubclass(m, TenantModel) and m._meta.managed]
