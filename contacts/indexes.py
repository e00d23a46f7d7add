"""The indexes that people and companies share; each serves one way of asking, and leads with the tenant."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Index, Q
from django.db.models.functions import Collate

from crm.records.base import bin_index
from crm.records.fields.columns import slot_indexes

ALIVE = Q(deleted_at=None)
SHOWN = (("ar", "name_arab"), ("fa", "name_arab"), ("en", "name_latn"))
RECENT = (F("last_activity_at").desc(), F("id").desc())


def record_indexes(name):
    """Lists by name in three alphabets and by last activity (all, an owner's, a team's), and search."""
    return [
        # the owner stands last, so that one person's own are told apart while all are walked through
        *(
            Index(
                "tenant",
                Collate(shown, f"crm_{language}"),
                "id",
                "owner",
                name=f"{name}_name_{language}",
                condition=ALIVE,
            )
            for language, shown in SHOWN
        ),
        Index("tenant", "name_norm", name=f"{name}_called", condition=ALIVE),
        Index("tenant", "other_norm", name=f"{name}_also_called", condition=ALIVE & ~Q(other_norm="")),
        Index("tenant", *RECENT, name=f"{name}_recent", condition=ALIVE),
        Index("tenant", "owner", *RECENT, name=f"{name}_of_owner", condition=ALIVE),
        Index("tenant", "team", *RECENT, name=f"{name}_of_team", condition=ALIVE),
        Index("tenant", F("created_at").desc(), F("id").desc(), name=f"{name}_newest", condition=ALIVE),
        Index("tenant", "city_norm", name=f"{name}_of_city", condition=ALIVE & ~Q(city_norm="")),
        # words of three letters and more; read through the scan view, since row security would hide the index
        GinIndex(OpClass("search_norm", "gin_trgm_ops"), name=f"{name}_search"),
        # shorter ones, as the beginning of the text; comparisons are safe under row security
        Index("tenant", Collate("search_norm", "C"), name=f"{name}_prefix", condition=ALIVE),
        GinIndex("tags", name=f"{name}_tags"),
        GinIndex(OpClass("custom", "jsonb_path_ops"), name=f"{name}_custom"),
        GinIndex("name_sounds", name=f"{name}_sounds"),
        bin_index(f"{name}_bin"),
        *slot_indexes(name),
    ]
