"""Prints how clocks in London go, by the system's time-zone database.

One line a local date from 1998 to 2050: `day <date> <first half hour> <half hours>`, half hours counted from 1970 UTC.
One line a half hour of the days about each change: `half <half hour> <local time> <date> <period>`.
"""
import datetime
import zoneinfo

LONDON = zoneinfo.ZoneInfo("Europe/London")
DAY = datetime.timedelta(days=1)


def midnight(date):
    seconds = datetime.datetime(date.year, date.month, date.day, tzinfo=LONDON).timestamp()
    assert seconds % 1800 == 0
    return int(seconds) // 1800


date = datetime.date(1998, 1, 1)
while date.year <= 2050:
    first = midnight(date)
    count = midnight(date + DAY) - first
    print("day", date.isoformat(), first, count)
    if count != 48:
        for index in range(midnight(date - DAY), midnight(date + 2 * DAY)):
            local = datetime.datetime.fromtimestamp(index * 1800, tz=datetime.timezone.utc).astimezone(LONDON)
            period = index - midnight(local.date()) + 1
            print("half", index, local.isoformat(), local.date().isoformat(), period)
    date += DAY
