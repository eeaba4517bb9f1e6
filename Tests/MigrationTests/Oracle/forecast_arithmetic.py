#!/usr/bin/env python3
"""Recomputes what a forecast says without a model: variance, needed rate, days left, proven rate, order of quantiles.

usage: forecast_arithmetic.py PLAN ACTUALS FORECAST

Reads plan.csv and unplaced.csv, a file of actual progress that names every supplier, forecast.csv and forecast.json.
Standard library only; prints what differs and ends with status 1 when anything does.
"""

import csv
import datetime
import json
import pathlib
import sys
from fractions import Fraction


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main():
    plan_folder, actuals_file, forecast_folder = map(pathlib.Path, sys.argv[1:4])
    plan = rows(plan_folder / "plan.csv")
    unplaced = plan_folder / "unplaced.csv"
    unplaced = rows(unplaced) if unplaced.exists() else []
    report = json.loads((forecast_folder / "forecast.json").read_text())
    known = report["known_to"]
    actuals = [row for row in rows(actuals_file) if row["date"] <= known]
    wrong = []

    def expect(what, got, wanted):
        if got != wanted:
            wrong.append(f"{what}: {got} and not {wanted}")

    def total(filter_plan):
        placed = sum(int(row["volume"]) for row in plan if filter_plan(row))
        return placed + sum(int(row["mpans"]) for row in unplaced if filter_plan(row))

    def done(filter_rows):
        return sum(int(row["completed"]) - int(row["reversed"]) for row in actuals if filter_rows(row))

    migrated = done(lambda row: True)
    planned = sum(int(row["volume"]) for row in plan if row["date"] <= known)
    for name in ("first", "current"):
        expect(f"variance {name}", report["variance"][name]["variance"], migrated - planned)
        expect(f"planned {name}", report["variance"][name]["planned"], planned)
    dates = sorted({row["date"] for row in plan})
    left = [date for date in dates if known < date <= dates[-1]]
    expect("deadline", report["deadline"], dates[-1])
    expect("days left", report["days_left"], len(left))
    remaining = max(total(lambda row: True) - migrated, 0)
    expect("remaining", report["remaining"], remaining)
    if left:
        millionths = -(-Fraction(remaining * 1_000_000, len(left)) // 1)
        expect("needed rate", round(report["needed_rate"] * 1_000_000), millionths)
    before = [date for date in dates if date <= known][-20:]
    proven = sum(int(row["completed"]) - int(row["reversed"]) for row in actuals if row["date"] >= before[0])
    expect("proven rate", round(report["proven_rate"] * 1_000_000), proven * 1_000_000 // len(before))
    for entry in report["finish"]:
        scope = entry["scope"]
        if scope.startswith("S:"):
            expect(scope, entry["migrated"], done(lambda row: row["supplier"] == scope[2:]))
            expect(scope, entry["total"], total(lambda row: row["supplier"] == scope[2:]))
        elif scope.startswith("L:"):
            expect(scope, entry["total"], total(lambda row: row["distributor"] == scope[2:]))
    totals = {entry["scope"]: entry["total"] for entry in report["finish"]}
    last = {}
    for row in rows(forecast_folder / "forecast.csv"):
        quantiles = [int(row[name]) for name in ("p10", "p50", "p80", "p90")]
        expect("order of quantiles", sorted(quantiles), quantiles)
        if quantiles[3] > totals[row["scope"]]:
            wrong.append(f"{row['scope']} on {row['date']}: more than the whole")
        before = last.get(row["scope"], [0, 0, 0, 0])
        if any(now < was for now, was in zip(quantiles, before)):
            wrong.append(f"{row['scope']} on {row['date']}: a cumulative quantile falls")
        last[row["scope"]] = quantiles
        datetime.date.fromisoformat(row["date"])
    expect("scopes", set(last), set(totals))
    print("\n".join(wrong) or "all agrees")
    return 1 if wrong else 0


sys.exit(main())
