"""What every record has: an owner, a team, tags, custom values, and the marks of time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from crm.lib.carrying import PLAIN, Words
from crm.tenants.base import TenantForeignKey, TenantModel


class Record(TenantModel):
    """A row that people own and find. Concrete types set `record_key` and declare themselves in their record.py.

    `stored_in` names the columns that hold a field, where they are not called as it is; `searched` the columns that
    search_norm is made of, in their order.
    """

    record_key = ""
    stored_in: dict[str, tuple[str, ...]] = {}
    searched: tuple[str, ...] = ()
    archive_refs = {"tags": PLAIN, "custom": Words()}

    # no index of their own: each type has indexes for its lists, and those begin with the tenant
    owner = TenantForeignKey(
        "tenants.Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = TenantForeignKey(
        "access.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    tags = ArrayField(models.TextField(), default=list, blank=True)
    custom = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    deleted_by = TenantForeignKey(
        "tenants.Member", on_delete=models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )

    class Meta(TenantModel.Meta):
        abstract = True

    def save(self, *args, **kwargs):
        """Raises ValueError where that would write the blanks which a reader was given in the place of values."""
        blanked = getattr(self, "masked", frozenset())
        written = kwargs.get("update_fields")
        if blanked and (written is None or blanked.intersection(written)):
            raise ValueError(f"{self!r} was fetched for a reader who may not see all of it")
        super().save(*args, **kwargs)

    def refresh_from_db(self, *args, **kwargs):
        super().refresh_from_db(*args, **kwargs)
        if not kwargs.get("fields"):
            self.__dict__.pop("masked", None)  # as it stands in the database, so it may be written again

    def named(self):
        """What events keep of how the record is called, whoever will read them: crm.ui.timeline.called_in."""
        return {"name": str(self)}

    def by_language(self):
        """The same for messages: a text, or {language: text} where that makes a difference."""
        return str(self)

    def timeline_parents(self):
        """(record key, id) of the records on whose timelines this one's events also stand."""
        return []


def bin_index(name):
    """What a type that can be deleted is listed by in the recycle bin, the latest first."""
    return models.Index(
        fields=["tenant", "-deleted_at", "-id"], condition=models.Q(deleted_at__isnull=False), name=name
    )


def team_of(owner):
    """The team a record takes from its owner."""
    return owner.team_id if owner is not None else None
