"""How documents and files read on the timelines of the records they hang on."""

from django.utils.translation import gettext_lazy as _

from crm.documents.placeholders import label_of
from crm.l10n.numbers import localize_digits
from crm.records.registry import tell
from crm.records.types import Sentence

HERE = "crm.documents.record"

tell(
    {
        "document.requested": Sentence(
            text=_("%(actor)s asked for %(title)s no. %(number)s"), icon="file-text", words=f"{HERE}.numbered"
        ),
        "document.ready": Sentence(
            text=_("%(title)s no. %(number)s was made"), icon="file-type-pdf", tone="plum", words=f"{HERE}.numbered"
        ),
        "document.incomplete": Sentence(
            text=_("%(title)s no. %(number)s waits: data is missing"), icon="alert-triangle", words=f"{HERE}.lacking"
        ),
        "document.failed": Sentence(
            text=_("%(title)s no. %(number)s could not be made"), icon="alert-circle", words=f"{HERE}.numbered"
        ),
        "document.sent": Sentence(
            text=_("%(actor)s sent %(title)s no. %(number)s to %(to)s"),
            icon="send",
            tone="plum",
            words=f"{HERE}.numbered",
        ),
        "file.attached": Sentence(text=_("%(actor)s added the file %(name)s"), icon="paperclip"),
        "file.refused": Sentence(
            text=_("%(name)s was refused: the scanner found %(finding)s"), icon="shield-x", tone="red"
        ),
        "file.removed": Sentence(text=_("%(actor)s deleted the file %(name)s"), icon="trash"),
    }
)


def numbered(event):
    return {"number": localize_digits(event.data["number"])}


def lacking(event):
    """With a tag for each datum that is missing, in the reader's words."""
    record_type = event.links.exclude(record_type=event.record_type).values_list("record_type", flat=True).first()
    return {**numbered(event), "tags": [str(label_of(record_type, name)) for name in event.data.get("missing", [])]}
