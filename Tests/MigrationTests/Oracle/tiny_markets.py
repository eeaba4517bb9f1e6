#!/usr/bin/env python3
"""Plans tiny made-up markets with the program and compares each with every plan there is. Standard library only.

usage: tiny_markets.py PROGRAM FIRST LAST [--steps]

For each seed from FIRST up to but not including LAST: a market of at most 3 suppliers, 2 distributors and 4 days with
limits, ramps and starts of every kind, planned for both objectives. A plan must pass check_plan.py, leave no more
unplaced than brute_force.py, and for `earliest`, where everything finds a place, have the least mean completion.
Prints JSON: `markets`, `differences` (sentences with their seeds). Ends with 1 where there is a difference.

With --steps the markets have step limits too. Then the program does not claim what it has not proved: a plan must keep
them, its bound may not be above what is possible, and it may leave more than the least only where its certificate does
not call that proved, and then rarely (`short` counts such plans, one in twenty at most).
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def write_market(folder, chance, with_steps=False):
    """Draws a market into a folder."""
    folder.mkdir(parents=True)
    suppliers = ["AAAA", "BBBB", "CCCC"][: chance.randint(1, 3)]
    distributors = ["LLLL", "MMMM"][: chance.randint(1, 2)]
    days = [f"2026-01-{5 + place:02d}" for place in range(chance.randint(2, 4))]

    def write(name, header, rows):
        (folder / name).write_text("\n".join([header, *rows]) + "\n")

    write("suppliers.csv", "supplier,active_from,small", [f"{one},{chance.choice(days)},false" for one in suppliers])
    write(
        "portfolios.csv",
        "supplier,distributor,mpans",
        [f"{one},{other},{chance.randint(0, 5)}" for one in suppliers for other in distributors],
    )
    write("calendar.csv", "date,class", [f"{day},migration" for day in days])
    limits = []
    for day in days:
        if chance.random() < 0.8:
            limits.append(f"industry,,{day},{day},{chance.randint(0, 8)},drawn")
        for one in distributors:
            if chance.random() < 0.7:
                limits.append(f"distributor,{one},{day},{day},{chance.randint(0, 5)},drawn")
    write("limits.csv", "scope,distributor,from,to,value,source", limits)
    ramps = [
        f"{one},{place},{chance.randint(0, 4)}"
        for one in suppliers
        for place in range(len(days))
        if chance.random() < 0.5
    ]
    write("ramps.csv", "supplier,day_index,max", ramps)
    if with_steps:
        if chance.random() < 0.5:
            (folder / "settings.json").write_text(json.dumps({"step_limit": chance.randint(1, 3)}))
        steps = [f"{one},{chance.randint(1, 3)}" for one in suppliers if chance.random() < 0.5]
        write("steps.csv", "supplier,max", steps)


def run(*arguments):
    return subprocess.run([str(one) for one in arguments], capture_output=True, text=True)


def differences(program, seed, folder):
    write_market(folder / "market", random.Random(seed))
    best = json.loads(run(sys.executable, "-B", HERE / "brute_force.py", folder / "market").stdout)
    for objective in ("fair", "earliest"):
        plan = folder / objective
        made = run(program, "migration", "plan", folder / "market", "--out", plan, "--objective", objective)
        if made.returncode != 0:
            yield f"seed {seed}, {objective}: the program ends with {made.returncode}: {made.stderr.strip()}"
            continue
        check = run(sys.executable, "-B", HERE / "check_plan.py", folder / "market", plan, "--objective", objective)
        found = json.loads(check.stdout)
        if not found["ok"]:
            yield f"seed {seed}, {objective}: {found['broken'][0]}"
        if found["unplaced"] != best["unplaced"]:
            yield f"seed {seed}, {objective}: {found['unplaced']} unplaced, {best['unplaced']} is possible"
        is_late = found["mean_completion"] > best["mean_completion"] + 1e-9
        if objective == "earliest" and best["unplaced"] == 0 and is_late:
            yield f"seed {seed}: mean completion {found['mean_completion']}, {best['mean_completion']} is possible"


def differences_with_steps(program, seed, folder):
    """Sentences, and how many plans leave more than they must."""
    write_market(folder / "market", random.Random(seed), with_steps=True)
    best = json.loads(run(sys.executable, "-B", HERE / "brute_force.py", folder / "market").stdout)
    found, short = [], 0
    for objective in ("fair", "earliest"):
        plan = folder / objective
        made = run(program, "migration", "plan", folder / "market", "--out", plan, "--objective", objective)
        if made.returncode != 0:
            found.append(f"seed {seed}, {objective}: the program ends with {made.returncode}: {made.stderr.strip()}")
            continue
        certificate = json.loads((plan / "certificate.json").read_text())
        check = run(sys.executable, "-B", HERE / "check_plan.py", folder / "market", plan, "--objective", objective)
        checked = json.loads(check.stdout)
        forced = set(certificate["fairness"]["forced_days"])
        wrong = [one for one in checked["broken"] if one.split(":")[0] not in forced or not checked["limits_hold"]]
        found += [f"seed {seed}, {objective}: {one}" for one in wrong]
        if checked["unplaced"] < best["unplaced"]:
            found.append(f"seed {seed}, {objective}: {checked['unplaced']} unplaced is less than is possible")
        if checked["unplaced"] > best["unplaced"]:
            short += 1
            if certificate["least_unplaced_is_proved"]:
                found.append(f"seed {seed}, {objective}: {checked['unplaced']} unplaced is called the least")
        all_placed = best["unplaced"] == 0 and checked["unplaced"] == 0
        if all_placed and certificate["bound"] > best["mean_completion"] + 1e-9:
            found.append(f"seed {seed}, {objective}: the bound {certificate['bound']} is above what is possible")
    return found, short


def main():
    with_steps = "--steps" in sys.argv
    arguments = [one for one in sys.argv[1:] if one != "--steps"]
    if len(arguments) != 3:
        sys.exit(__doc__)
    program, first, last = arguments[0], int(arguments[1]), int(arguments[2])
    found, short = [], 0
    for seed in range(first, last):
        with tempfile.TemporaryDirectory() as folder:
            if with_steps:
                more, shorter = differences_with_steps(program, seed, Path(folder))
                found += more
                short += shorter
            else:
                found += differences(program, seed, Path(folder))
    if short * 20 > 2 * (last - first):
        found.append(f"{short} of {2 * (last - first)} plans leave more than they must")
    print(json.dumps({"markets": last - first, "short": short, "differences": found}, indent=2))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
