"""Working time: how much of it lies between two moments, and when so much of it has passed.

Pure functions of a WorkingTime. Windows are minutes of the wall clock in its zone, so nine o'clock stays nine o'clock
when clocks change, and a window across the change is as long as it really is. A window may end after midnight; it
belongs to the day on which it begins.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm.l10n.recurrence import Anniversary

ONE_DAY = timedelta(days=1)
LONGEST_PAUSE = 1500  # days without any work after which nobody waits for the next
_EARLY = 7  # days by which a sighted holiday may come off its calculated day


class NeverWorks(ValueError):
    """There is no working time within sight."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of work between two moments in UTC."""

    start: datetime
    end: datetime

    @property
    def minutes(self):
        return (self.end - self.start).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Closure:
    """A holiday: `days` days from a date, or from a day of every year. `settled` holds (calculated, real) first days
    of those that were announced otherwise, or confirmed."""

    name: str
    starts: date | Anniversary
    days: int = 1
    settled: tuple[tuple[date, date], ...] = ()

    def firsts(self, first, last):
        """(calculated, real) first days whose calculated one lies between two dates, both included."""
        real = dict(self.settled)
        yearly = isinstance(self.starts, Anniversary)
        found = self.starts.between(first, last) if yearly else [self.starts] * (first <= self.starts <= last)
        return [(day, real.get(day, day)) for day in found]

    def covers(self, day):
        reach = timedelta(days=self.days + _EARLY)
        length = timedelta(days=self.days)
        return any(real <= day < real + length for _day, real in self.firsts(day - reach, day + reach))


@dataclass(frozen=True, slots=True)
class Season:
    """Other hours on the working days between two dates, both included: Ramadan, summer."""

    name: str
    first: date
    last: date
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class WorkingTime:
    """The hours of a firm or a team. `week` has the windows of each weekday, Monday first, as (from, to) minutes of
    the day in order; `to` beyond 1440 is on the next day."""

    zone: ZoneInfo
    week: tuple[tuple[tuple[int, int], ...], ...]
    closures: tuple[Closure, ...] = ()
    seasons: tuple[Season, ...] = ()

    def __post_init__(self):
        object.__setattr__(self, "_known", {})  # pieces by day, found once

    def pieces_on(self, day):
        """The Pieces of work that begin on a day."""
        if day not in self._known:
            self._known[day] = self._pieces(day)
        return self._known[day]

    def closed_for(self, day):
        """The name of the holiday that closes a day of the working week, or ""."""
        if not self.week[day.weekday()]:
            return ""
        return next((each.name for each in self.closures if each.covers(day)), "")

    def day_of(self, moment):
        return moment.astimezone(self.zone).date()

    def _pieces(self, day):
        windows = self.week[day.weekday()]
        if not windows or self.closed_for(day):
            return ()
        season = next((each for each in self.seasons if each.first <= day <= each.last), None)
        hours = season.windows if season else windows
        found = (Piece(self._at(day, start), self._at(day, end)) for start, end in hours)
        return tuple(piece for piece in found if piece.start < piece.end)

    def _at(self, day, minutes):
        wall = datetime.combine(day, time.min) + timedelta(minutes=minutes)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it is, the working time that was counted up to it, and the holidays that lay between."""

    at: datetime
    pieces: tuple[Piece, ...]
    closed: tuple[tuple[date, str], ...] = ()

    @property
    def minutes(self):
        return _minutes(self.pieces)


def working_minutes_between(start, end, calendar):
    """Minutes of working time from one moment to another; negative when `end` comes first."""
    if end < start:
        return -working_minutes_between(end, start, calendar)
    pieces = _work(start, calendar, until=calendar.day_of(end))
    return _minutes(Piece(piece.start, min(piece.end, end)) for piece in pieces if piece.start < end)


def add_working_time(start, minutes, calendar):
    """The Deadline after so many minutes of working time. None at all are over when work next goes on.

    Raises NeverWorks, and ValueError for less than none.
    """
    if minutes < 0:
        raise ValueError("working time does not run backwards")
    left, counted = timedelta(minutes=minutes), []
    if not left:
        at = _resumes(start, calendar)
        return Deadline(at, (), _closed(start, at, calendar))
    for piece in _work(start, calendar):
        end = min(piece.end, piece.start + left)
        counted.append(Piece(piece.start, end))
        left -= end - piece.start
        if not left:
            return Deadline(end, tuple(counted), _closed(start, end, calendar))
    raise NeverWorks


def add_working_days(start, days, calendar):
    """The Deadline so many working days later, at the time of day at which work on it began, but within that day's
    work. Each day counts whole. Raises NeverWorks, and ValueError for fewer than none."""
    if days < 0:
        raise ValueError("working days do not run backwards")
    begun = _resumes(start, calendar)
    wall = begun.astimezone(calendar.zone).replace(tzinfo=None)
    day, counted = wall.date(), []
    if any(piece.start <= begun <= piece.end for piece in calendar.pieces_on(day - ONE_DAY)):
        day -= ONE_DAY  # past midnight, in a window of the day before
    into_the_day = wall - datetime.combine(day, time.min)
    for _day in range(days):
        day = _next_working_day(day, calendar)
        counted.append(Piece(calendar.pieces_on(day)[0].start, calendar.pieces_on(day)[-1].end))
    if not counted:
        return Deadline(begun, (), _closed(start, begun, calendar))
    whole = counted[-1]
    at = (datetime.combine(day, time.min) + into_the_day).replace(tzinfo=calendar.zone).astimezone(UTC)
    at = min(max(at, whole.start), whole.end)
    counted[-1] = Piece(whole.start, at)
    return Deadline(at, tuple(counted), _closed(start, at, calendar))


def _minutes(pieces):
    return sum((piece.end - piece.start for piece in pieces), timedelta()).total_seconds() / 60


def _work(start, calendar, until=None):
    """Pieces of work from a moment on, in order; those of two days that overlap count once."""
    day, reached, idle = calendar.day_of(start) - ONE_DAY, start.astimezone(UTC), 0
    while until is None or day <= until:
        idle += 1
        for piece in calendar.pieces_on(day):
            begin = max(piece.start, reached)
            if begin < piece.end:
                yield Piece(begin, piece.end)
                reached, idle = piece.end, 0
        if until is None and idle > LONGEST_PAUSE:
            raise NeverWorks
        day += ONE_DAY


def _resumes(start, calendar):
    """The moment itself while work is on, its last moment included; else when work next begins."""
    start, day = start.astimezone(UTC), calendar.day_of(start)
    near = (*calendar.pieces_on(day - ONE_DAY), *calendar.pieces_on(day))
    if any(piece.start <= start <= piece.end for piece in near):
        return start
    return next(_work(start, calendar)).start


def _next_working_day(day, calendar):
    for _day in range(LONGEST_PAUSE):
        day += ONE_DAY
        if calendar.pieces_on(day):
            return day
    raise NeverWorks


def _closed(start, end, calendar):
    """(date, holiday) of the working days between two moments that a holiday took away."""
    day, last, found = calendar.day_of(start), calendar.day_of(end), []
    while day <= last:
        name = calendar.closed_for(day)
        if name:
            found.append((day, name))
        day += ONE_DAY
    return tuple(found)
