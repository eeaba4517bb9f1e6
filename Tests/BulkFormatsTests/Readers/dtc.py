"""Reads an industry flow's file from its layout, and prints what it holds.

The layouts below are written from testdata.md 3.2 and know nothing of the writer's tables. Checked: the envelope and its
counts, the separator at each line's end, the nesting, each field's type, and the number of half hours of a day.
For flows of half hours a line is printed for each day: `mpan|YYYYMMDD|mq|supplier|value,...|flag,...`; for others each
line's fields as they are. Usage: dtc.py FILE
"""

import re
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MPAN, DATE, STAMP = r"[0-9]{13}", "date", r"[0-9]{14}"
QUANTITY = "AI|AE|RI|RE"

# Group: the group that it stands in, and a pattern for each field.
LAYOUTS = {
    "D0036": {
        "101": (None, [MPAN, QUANTITY, "[A-Z]{4}"]),
        "102": ("101", [DATE]),
        "103": ("102", ["[AEC]", r"(-?[0-9]{1,7}\.[0-9])?"]),
    },
    "D0379": {
        "25B": (None, [MPAN, QUANTITY, "[A-Z]{4}"]),
        "26B": ("25B", [DATE]),
        "66L": ("26B", ["[AE]", r"(-?[0-9]{1,7}\.[0-9]{3})?"]),
    },
    "D0268": {
        "01A": (None, [MPAN, DATE, "[0-9A-Z]{1,2}", "[0-9]+", "[TF]", ".*", "[0-9]+", "[123]", "[A-Z]", ".*"]),
        "02A": (
            "01A",
            [".{1,10}", ".+", ".*", "[0-9]+", "[0-9]+"] + [""] * 8 + [".*", ".*", ".*", ".*", ".*", "[0-9]*"]
            + [".*", ".*", "([0-9]{13})?", ".*"],
        ),
        "03A": (
            "01A",
            [".{1,10}", ".*", DATE, "[0-9]*", "([0-9]+/[0-9]+)?", "([0-9]+/[0-9]+)?", "([0-9]P[0-9]W)?", "[A-Z]?"]
            + ["([0-9]{8})?", "([A-Z]{4})?"],
        ),
        "04A": (
            "03A",
            [".{1,2}", ".*", "[0-9]{3}", r"[0-9]+\.[0-9]{6}", r"[0-9]+\.[0-9]{2}", r"[0-9]+\.[0-9]{4}", QUANTITY]
            + ["[0-9]{1,2}", ".*", ".*"],
        ),
    },
    "D0010": {
        "026": (None, [MPAN, "[VFU]"]),
        "028": ("026", [".{1,10}", "[A-Z]"]),
        "030": ("028", [".{1,2}", STAMP, r"[0-9]{1,9}\.[0-9]", "([0-9]{14})?", "[0-9]*", "[TF]", "[A-Z]?"]),
    },
}
PARTY = r"[A-Z0-9]\|[A-Z]{4}"
FIRST = re.compile(rf"ZHV\|([0-9A-Z]{{10}})\|(D[0-9]{{4}})([0-9]{{3}})\|{PARTY}\|{PARTY}\|({STAMP})\|\|\|\|[A-Z0-9]{{4}}\|\Z")
LAST = re.compile(rf"ZPT\|([0-9A-Z]{{10}})\|([0-9]+)\|([0-9]*)\|([0-9]+)\|({STAMP})\|\Z")


def day_length(day):
    """Half hours from one midnight in London to the next."""
    zone, utc = ZoneInfo("Europe/London"), ZoneInfo("UTC")
    next_day = day + timedelta(days=1)
    begin, end = (datetime(d.year, d.month, d.day, tzinfo=zone).astimezone(utc) for d in (day, next_day))
    return int((end - begin).total_seconds()) // 1800


def check_field(text, pattern, line):
    if pattern == DATE:
        date(int(text[0:4]), int(text[4:6]), int(text[6:8]))
        pattern = "[0-9]{8}"
    if not re.fullmatch(pattern, text):
        sys.exit(f"{text!r} is no {pattern}: {line}")
    if text.startswith("-") and float(text) == 0:
        sys.exit(f"zero has no sign: {line}")


def check_envelope(lines):
    first, last = FIRST.match(lines[0]), LAST.match(lines[-1])
    if not first or not last:
        sys.exit(f"not an envelope: {lines[0]} {lines[-1]}")
    datetime.strptime(first[4], "%Y%m%d%H%M%S")
    if (first[1], first[4]) != (last[1], last[5]):
        sys.exit("the last line belongs to another file")
    return first[2], int(last[2]), last[3], int(last[4])


def body(lines, layout):
    """Each group with its fields, its nesting checked."""
    open_groups = []
    for line in lines:
        if not line.endswith("|"):
            sys.exit(f"no separator at the end: {line}")
        group, *fields = line[:-1].split("|")
        parent, patterns = layout[group]
        while open_groups and open_groups[-1] != parent:
            open_groups.pop()
        if parent and not open_groups:
            sys.exit(f"{group} outside {parent}")
        open_groups.append(group)
        if len(fields) != len(patterns):
            sys.exit(f"{len(fields)} fields, not {len(patterns)}: {line}")
        for text, pattern in zip(fields, patterns):
            check_field(text, pattern, line)
        yield group, fields


def half_hours(flow, groups):
    days = []
    for group, fields in groups:
        if group in ("101", "25B"):
            key = fields
        elif group in ("102", "26B"):
            days.append((key, fields[0], []))
        else:
            days[-1][2].append(fields)
    for (mpan, quantity, supplier), text, periods in days:
        day = date(int(text[0:4]), int(text[4:6]), int(text[6:8]))
        expected = day_length(day) if flow == "D0036" else 48
        if len(periods) != expected:
            sys.exit(f"{text} has {len(periods)} half hours, not {expected}")
        yield "|".join(
            [mpan, text, quantity, supplier, ",".join(value for _, value in periods), ",".join(flag for flag, _ in periods)]
        )


def main():
    with open(sys.argv[1], encoding="ascii", newline="") as file:
        text = file.read()
    if not text.endswith("\n") or "\r" in text:
        sys.exit("lines end in a line feed")
    lines = text[:-1].split("\n")
    flow, count, again, batches = check_envelope(lines)
    groups = list(body(lines[1:-1], LAYOUTS[flow]))
    outermost = next(iter(LAYOUTS[flow]))
    found = (len(groups), sum(1 for group, _ in groups if group == outermost))
    if found != (count, batches) or again != (str(count) if flow == "D0036" else ""):
        sys.exit(f"the trailer counts {count} lines, {again!r} and {batches} batches; there are {found}")
    if flow in ("D0036", "D0379"):
        for line in half_hours(flow, groups):
            print(line)
    else:
        for group, fields in groups:
            print("|".join([group] + fields))


main()
