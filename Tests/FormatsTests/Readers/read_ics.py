"""Parses a calendar with icalendar and prints its components and its time zone as JSON.

`raw` holds the texts as section 3.3.11 of RFC 5545 unescapes them: icalendar 4 takes an escaped backslash before an `n`
for a line end.
"""

import datetime
import json
import re
import sys
import zoneinfo

import icalendar

with open(sys.argv[1], "rb") as file:
    data = file.read()
calendar = icalendar.Calendar.from_ical(data)


def moment(component, name):
    if name not in component:
        return None
    value = component[name].dt
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def unescaped(text):
    return re.sub(r"\\(.)", lambda match: "\n" if match.group(1) in "nN" else match.group(1), text, flags=re.S)


def raw_components(text):
    found = []
    for line in re.sub(r"\r\n[ \t]", "", text).split("\r\n"):
        if line in ("BEGIN:VEVENT", "BEGIN:VTODO"):
            found.append({})
        name, colon, value = line.partition(":")
        if colon and found and name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CONTACT"):
            found[-1][name] = unescaped(value)
    return found


def component(part):
    texts = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CONTACT", "STATUS", "TRANSP")
    result = {name: str(part[name]) for name in texts if name in part}
    result.update({name: moment(part, name) for name in ("DTSTART", "DTEND", "DUE", "DTSTAMP")})
    result["component"] = part.name
    result["errors"] = [str(error) for error in part.errors]
    return result


def wrong_offsets(zone):
    """The hours of 1997 to 2037, six a day, at which the calendar's own zone differs from the time zone database."""
    own, london = zone.to_tz(), zoneinfo.ZoneInfo("Europe/London")
    instant = datetime.datetime(1997, 1, 1, tzinfo=datetime.timezone.utc)
    wrong = []
    while instant.year < 2038:
        if instant.astimezone(own).utcoffset() != instant.astimezone(london).utcoffset():
            wrong.append(instant.isoformat())
        instant += datetime.timedelta(hours=4)
    return wrong


zones = calendar.walk("VTIMEZONE")
json.dump(
    {
        "version": str(calendar["VERSION"]),
        "zones": [str(zone["TZID"]) for zone in zones],
        "wrong": wrong_offsets(zones[0])[:5] if "--zone" in sys.argv else [],
        "components": [component(part) for part in calendar.walk() if part.name in ("VEVENT", "VTODO")],
        "raw": raw_components(data.decode("utf-8", "strict")),
    },
    sys.stdout,
)
