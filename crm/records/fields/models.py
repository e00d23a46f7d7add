"""Fields that a workspace adds to its records, the values that must be there once, and how forms are laid out."""

from django.db import models
from django.utils.translation import get_language

from crm.access.fields import CUSTOM
from crm.l10n.names import Named
from crm.lib.carrying import PLAIN, Left, OfType, ValueOf, Words
from crm.records.fields.kinds import KINDS
from crm.tenants.base import TenantForeignKey, TenantModel


class CustomField(Named, TenantModel):
    """A field of one record type. Its values stand in the `custom` column of records, under `key`, which never changes.

    `options` are [{"key", "name", "names", "retired"}], none is ever removed; `hints` are words of help by language;
    `default` is a stored value (kinds.py), "today" for a day or "me" for a member; `condition` is
    {"field": name, "values": [stored, …]}: shown only where that field has one of the values, or any if none is named.
    A `sortable` one has a `slot`, a column of the records (slots.py): `slot_ready` says that all of them have their
    value there, `slot_place` up to which key they have. One that has a slot and is not sortable is giving it up.
    """

    record_key = "field"
    archive_refs = {
        "hints": PLAIN, "options": PLAIN, "default": ValueOf(), "condition": Words(), "slot_place": Left(0),
    }  # fmt: skip
    archive_timers = ("records.slot", "records.words")

    record_type = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=[(key, kind.label) for key, kind in KINDS.items()])
    hints = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    unique = models.BooleanField(default=False)
    default = models.JSONField(null=True, blank=True)
    condition = models.JSONField(default=dict, blank=True)
    sortable = models.BooleanField(default=False)
    slot = models.CharField(max_length=9, blank=True, default="", editable=False)
    slot_ready = models.BooleanField(default=False, editable=False)
    slot_place = models.BigIntegerField(default=0, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["tenant", "record_type"], name="customfield_of_type")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "record_type", "slot"], condition=~models.Q(slot=""), name="customfield_slot"
            )
        ]

    @property
    def key(self):
        """What values, columns, form fields and roles call it."""
        return f"{CUSTOM}{self.pk}"

    @property
    def hint(self):
        """Words of help in the reader's language, or those that there are."""
        return self.hints.get(get_language()) or next(iter(self.hints.values()), "")

    @property
    def look(self):
        return KINDS[self.kind]

    @property
    def sorting(self):
        """The column by which lists are sorted by it; "" if they cannot be, or not yet."""
        return self.slot if self.sortable and self.slot_ready else ""

    @property
    def is_prepared(self):
        """Whether a worker is at the values of its slot, so that lists can soon be sorted by it."""
        return self.sortable and not self.slot_ready

    def labels(self, *, retired=True):
        """{option key: its name in the reader's language}, in order."""
        language = get_language()
        return {
            option["key"]: option["names"].get(language) or option["name"]
            for option in self.options
            if retired or not option.get("retired")
        }


class UniqueValue(TenantModel):
    """The claim of one record to a value of a field that is unique: the database lets nobody else have it."""

    archive_refs = {"record_id": OfType()}

    field = TenantForeignKey(CustomField, on_delete=models.CASCADE, related_name="+", db_index=False)
    record_type = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    value = models.TextField()  # kinds.unique_text

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "field", "value"], name="uniquevalue_once"),
            models.UniqueConstraint(fields=["tenant", "field", "record_id"], name="uniquevalue_of_record"),
        ]


class Layout(TenantModel):
    """In which order and under which headings a type's fields stand, in forms and on pages.

    `sections` are [{"key", "name", "names", "fields": [name, …]}]; a section without a name is called as the type's own
    record.py calls it.
    """

    record_key = "layout"
    archive_refs = {"sections": Words()}

    record_type = models.CharField(max_length=30)
    sections = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "record_type"], name="layout_of_type")]
