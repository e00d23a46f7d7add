"""How much a workspace keeps, and how much more it may: settings.STORAGE_QUOTA, in bytes, 0 for no bound."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from crm.documents.models import Attachment, Counter, Document
from crm.documents.sizes import format_size
from crm.tenants.models import Logo


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes. `most` is 0 where nothing bounds them."""

    files: int
    papers: int
    most: int

    @property
    def used(self):
        return self.files + self.papers

    @property
    def left(self):
        return max(self.most - self.used, 0)

    @property
    def percent(self):
        """How full it is, 0 to 100; only where there is a bound."""
        return min(100 * self.used // self.most, 100)


def room():
    """The Room of the workspace at hand: what people put on records, in the bin too, the logo, and the papers
    made.

    Not counted: small pictures, and what imports and exports keep for a few days.
    """
    files = _sum(Attachment.objects.exclude(file="")) + _sum(Logo.objects)
    return Room(files=files, papers=_sum(Document.objects), most=settings.STORAGE_QUOTA)


def _sum(rows):
    return rows.aggregate(bytes=Sum("size"))["bytes"] or 0


def check_room(count):
    """Raises ValidationError, which says how much is left, when `count` more bytes do not fit."""
    if not settings.STORAGE_QUOTA:
        return
    found = room()
    if count <= found.left:
        return
    shown = {"size": format_size(count), "left": format_size(found.left), "most": format_size(found.most)}
    words = _("%(size)s do not fit any more: %(left)s of %(most)s are left in this workspace.")
    if not found.left:
        words = _("The storage of this workspace is full: %(most)s are used. Delete files, or ask for more.")
    raise ValidationError(words % shown, code="room")


def claim_room(count):
    """`check_room`, and nobody else's files come in between until the transaction ends: two that fit only one at a time
    never both get in. Papers that Wasl makes do not ask, they only count."""
    if settings.STORAGE_QUOTA:
        Counter.objects.get_or_create(key="room")  # a row of its own: the tenant's is shared by all who write values
        Counter.objects.select_for_update().get(key="room")
        check_room(count)
