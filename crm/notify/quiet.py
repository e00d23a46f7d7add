"""When a member may be disturbed: pure reckoning with clocks, for any zone and its summer time."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time(0, 0)
AHEAD = 9  # days that are looked through: a week of quiet days, and a day on either side


@dataclass(frozen=True, slots=True)
class Quiet:
    """Every day from `start` to `end` by the clock of `zone` (over midnight when end comes first), and all of `days`
    (as datetime.weekday counts). Without start and end, or when both are one, only the days are quiet."""

    zone: str
    start: time | None = None
    end: time | None = None
    days: frozenset[int] = frozenset()

    def holds(self, moment):
        """Whether the member is left alone at an aware moment."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return local.weekday() in self.days or self._within(local.time())

    def _within(self, clock):
        if self.start is None or self.end is None or self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def over(self, moment):
        """The first moment from `moment` on at which the member may be disturbed, or None."""
        if not self.holds(moment):
            return moment
        return min((end for end in self._ends(moment) if end >= moment and not self.holds(end)), default=None)

    def _ends(self, moment):
        """Every moment at which quiet could end: the clock's end, and midnight. Where the clock is put back, an hour
        comes twice; where it is put forward, the missing moment is the first one after the gap."""
        zone = ZoneInfo(self.zone)
        first = moment.astimezone(zone).date()
        for number in range(AHEAD):
            for clock in {MIDNIGHT, self.end or MIDNIGHT}:
                local = datetime.combine(first + timedelta(days=number), clock, zone)
                one, other = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
                yield from (one, other) if one <= other else (_leap(other, one, zone),)


def _leap(before, after, zone):
    """The first second after the clock of the zone was put forward, somewhere between the two moments."""
    earlier = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        is_before = middle.astimezone(zone).utcoffset() == earlier
        before, after = (middle, after) if is_before else (before, middle)
    return after.replace(microsecond=0)


def next_time(moment, clock, zone):
    """The first moment after `moment` at which clocks in the zone show `clock`."""
    local = moment.astimezone(ZoneInfo(zone))
    for number in range(3):
        due = datetime.combine(local.date() + timedelta(days=number), clock, ZoneInfo(zone)).astimezone(UTC)
        if due > moment:
            return due
    raise ValueError(f"{clock} does not come in {zone}")
