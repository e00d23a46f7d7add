"""When people work: the hours of the workspace and of teams, holidays, and seasons with other hours.

A row without a team is the whole workspace's.
"""

from django.db import models

from crm.l10n.names import Named
from crm.l10n.recurrence import Anniversary
from crm.lib.carrying import PLAIN
from crm.tenants.base import TenantForeignKey, TenantModel


def _team(related_name):
    return TenantForeignKey(
        "access.Team", on_delete=models.CASCADE, null=True, blank=True, related_name=related_name, db_index=False
    )


class Hours(TenantModel):
    """`week` has seven lists of [from, to] minutes, Monday first (see clock.WorkingTime). `time_zone` is the team's
    own where it sits elsewhere. A team may do without the workspace's holidays, and have its own."""

    archive_refs = {"week": PLAIN}

    team = _team("hours")
    week = models.JSONField()
    time_zone = models.CharField(max_length=64, blank=True)
    shares_holidays = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "team"], name="hours_once_a_team", nulls_distinct=False)
        ]


class Holiday(Named, TenantModel):
    """A date (`on`), or a day of every year (`yearly`, an Anniversary's code), and how many days it lasts. A sighted
    one waits each time for the moon: its calculated day is provisional until somebody settles it."""

    team = _team("holidays")
    on = models.DateField(null=True, blank=True)
    yearly = models.CharField(max_length=16, blank=True)
    days = models.PositiveSmallIntegerField(default=1)
    sighted = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["tenant", "team"], name="holiday_of_team")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(on__isnull=False, yearly="") | (models.Q(on__isnull=True) & ~models.Q(yearly="")),
                name="holiday_has_one_day",
            )
        ]

    @property
    def starts(self):
        """A date or an Anniversary."""
        return self.on or Anniversary.read(self.yearly)


class Sighting(TenantModel):
    """What was announced of a sighted holiday: the calculated first day, and the real one."""

    holiday = TenantForeignKey(Holiday, on_delete=models.CASCADE, related_name="sightings", db_index=False)
    calculated = models.DateField()
    real = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "holiday", "calculated"], name="sighting_once")]


class Season(Named, TenantModel):
    """Other hours on working days between two dates, both included: `windows` has [from, to] minutes."""

    archive_refs = {"windows": PLAIN}

    team = _team("seasons")
    first = models.DateField()
    last = models.DateField()
    windows = models.JSONField()

    class Meta(TenantModel.Meta):
        ordering = ["first", "pk"]
        indexes = [models.Index(fields=["tenant", "team"], name="season_of_team")]
