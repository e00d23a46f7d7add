"""Which backups stay: one of each of the last days, weeks and months that have any. Pure functions of times."""


def kept(moments, *, daily, weekly, monthly):
    """Of aware datetimes those to keep: the newest of each of the last `daily` days, `weekly` ISO weeks and `monthly`
    months in which there is one. The newest of all always stays."""
    newest_first = sorted(moments, reverse=True)
    stay = set(newest_first[:1])
    for many, period in ((daily, _day), (weekly, _week), (monthly, _month)):
        newest = {}
        for moment in newest_first:
            newest.setdefault(period(moment), moment)
        stay.update(list(newest.values())[:many])
    return stay


def _day(moment):
    return moment.date()


def _week(moment):
    return moment.isocalendar()[:2]


def _month(moment):
    return moment.year, moment.month
