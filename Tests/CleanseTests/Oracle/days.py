"""Days: the date dialects a register may use, and summer time in Great Britain."""

import datetime
import re

ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
COMPACT_DAY = re.compile(r"^\d{8}$")
SLASHED_DAY = re.compile(r"^\d{2}/\d{2}/\d{4}$")
INSTANT = re.compile(r"^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(Z|[+-]\d{2}:\d{2})$")


def last_sunday(year, month):
    day = datetime.date(year, month, 31)
    while day.weekday() != 6:
        day -= datetime.timedelta(days=1)
    return day


def midnight_is_summer(day):
    """Whether local midnight at the start of `day` falls in summer time (clocks change at 01:00 UTC)."""
    return last_sunday(day.year, 3) < day <= last_sunday(day.year, 10)


def instant_is_summer(moment):
    """Whether an instant given in UTC falls in summer time."""
    start = datetime.datetime.combine(last_sunday(moment.year, 3), datetime.time(1))
    end = datetime.datetime.combine(last_sunday(moment.year, 10), datetime.time(1))
    return start <= moment < end


def civil(year, month, day):
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def day_of_instant(text, clock):
    match = INSTANT.match(text)
    day = civil(*match.group(1).split("-"))
    hour, minute, second = int(match.group(2)), int(match.group(3)), int(match.group(4))
    if day is None or hour > 23 or minute > 59 or second > 59:
        return None
    moment = datetime.datetime.combine(day, datetime.time(hour, minute, second))
    offset = match.group(5)
    if offset != "Z":
        sign = 1 if offset[0] == "+" else -1
        if int(offset[1:3]) > 14 or int(offset[4:6]) > 59:
            return None
        moment -= sign * datetime.timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    if clock == "local" and instant_is_summer(moment):
        moment += datetime.timedelta(hours=1)
    return moment.date()


def read_day(text, dialect=None, clock="local"):
    """The day a text says in a dialect (`iso`, `yyyymmdd`, `dd/mm/yyyy`; None: ISO or compact), or None."""
    if dialect in (None, "iso"):
        if ISO_DAY.match(text):
            return civil(*text.split("-"))
        if INSTANT.match(text):
            return day_of_instant(text, clock)
    if dialect in (None, "yyyymmdd") and COMPACT_DAY.match(text):
        return civil(text[:4], text[4:6], text[6:])
    if dialect == "dd/mm/yyyy" and SLASHED_DAY.match(text):
        return civil(text[6:], text[3:5], text[:2])
    return None


def months_later(day, months):
    """The same day of the month, some months later; the last day of that month when there is none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    for attempt in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month, min(attempt, day.day))
        except ValueError:
            continue
    return None
