"""Reads wide, fixed-width or long CSV with the csv module and prints each metering point's day in one plain form.

A line is `mpan|YYYYMMDD|mq|Wh,Wh,...|code,code,...`, 48 of each, with nothing where a value is missing.
Usage: read_wide.py csv|fixed|long FILE
"""

import csv
import re
import sys
from decimal import Decimal

VALUE = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]{3}\Z")


def watt_hours(text):
    text = text.strip(" ")
    if text == "":
        return ""
    if not VALUE.match(text) or re.match(r"-0\.000\Z", text):
        raise SystemExit(f"not a value: {text!r}")
    return str(int(Decimal(text) * 1000))


def qualities(text):
    """`A1`, or runs such as `A*20;E3*28`."""
    if "*" not in text:
        return [text] * 48
    codes = []
    for run in text.split(";"):
        code, length = run.split("*")
        codes += [code] * int(length)
    return codes


def check_key(mpan, day, quantity):
    if not re.match(r"[0-9]{13}\Z", mpan) or not re.match(r"[0-9]{8}\Z", day):
        raise SystemExit(f"not a key: {mpan} {day}")
    if quantity not in ("AI", "AE", "RI", "RE"):
        raise SystemExit(f"not a quantity: {quantity}")


def wide(file, fixed):
    for row in csv.DictReader(file, strict=True):
        if None in row or None in row.values():
            raise SystemExit("a row has another number of fields than the header")
        check_key(row["mpan"], row["utc_date"], row["mq"])
        fields = [row[f"hh{period:02d}"] for period in range(1, 49)]
        if fixed:
            if {len(field) for field in fields} != {12} or len(row["q"]) != 192:
                raise SystemExit("a field has another width")
            codes = [row["q"][4 * place : 4 * place + 4].rstrip(" ") for place in range(48)]
        else:
            codes = qualities(row["q"])
        if len(codes) != 48:
            raise SystemExit(f"{len(codes)} qualities")
        yield row["mpan"], row["utc_date"], row["mq"], [watt_hours(field) for field in fields], codes


def long(file):
    day = None
    for row in csv.DictReader(file, strict=True):
        check_key(row["mpan"], row["utc_date"], row["mq"])
        period = int(row["period"])
        if period == 1:
            if day:
                yield day
            day = (row["mpan"], row["utc_date"], row["mq"], [], [])
        if (row["mpan"], row["utc_date"], row["mq"]) != day[:3] or period != len(day[3]) + 1:
            raise SystemExit("a half hour is out of its place")
        day[3].append(watt_hours(row["kwh"]))
        day[4].append(row["q"])
    if day:
        yield day


def main():
    kind, path = sys.argv[1:]
    with open(path, encoding="ascii", newline="") as file:
        text = file.read()
    if "\r" in text or not text.endswith("\n"):
        raise SystemExit("lines end in a line feed")
    if kind == "fixed":
        lengths = {len(line) for line in text.split("\n")[1:-1]}
        if len(lengths) > 1:
            raise SystemExit(f"rows have lengths {lengths}")
    lines = text.splitlines(keepends=True)
    for mpan, day, quantity, values, codes in long(lines) if kind == "long" else wide(lines, kind == "fixed"):
        print(mpan, day, quantity, ",".join(values), ",".join(codes), sep="|")


main()
