#!/usr/bin/env python3
"""Compare the plain implementation with the product, or with itself on shuffled rows, over many random registers.

    compare.py --tool PATH --seeds 1..500      prints every seed that differs, and how
    compare.py --shuffled --seeds 1..500       the order of rows must change nothing
"""

import argparse
import collections
import csv
import datetime
import os
import random
import sys
import tempfile

from completeness import certificate
from contract import NOT_DECIDED, SEVERITY
from judge import judge, read_mappings, read_senders
from random_registers import Maker
from run_cases import run


def options_of(folder):
    with open(os.path.join(folder, "options.txt"), encoding="utf-8") as lines:
        arguments = lines.read().split()
    pairs = list(zip(arguments[::2], arguments[1::2]))
    senders = [value for name, value in pairs if name == "--sender"]
    mappings = [value.replace("=", "=" + folder + os.sep, 1) for name, value in pairs if name == "--mapping"]
    return dict(pairs)["--as-at"], senders, mappings


def by_oracle(folder):
    as_at, senders, mappings = options_of(folder)
    findings, market = judge(
        folder, datetime.date.fromisoformat(as_at), read_senders(senders), read_mappings(mappings))
    found = {(one["rule"], one["severity"], one["owner"], one["subject"], one["item"]) for one in findings.sorted()}
    return found, {tuple(str(value) for value in row) for row in certificate(market)}


def by_tool(folder, work, tool):
    as_at, senders, mappings = options_of(folder)
    load = [tool, "cleanse", "load", folder, "--as-at", as_at]
    for sender in senders:
        load += ["--sender", sender]
    for mapping in mappings:
        load += ["--mapping", mapping]
    run(load, work, (0, 2))
    run([tool, "cleanse", "check"], work, (0, 2))
    rows = csv.DictReader(run([tool, "cleanse", "exceptions", "--format", "csv"], work, (0, 2)).splitlines())
    found = {(row["rule"], row["severity"], row["owner"], row["subject"], row["item"]) for row in rows}
    table = csv.reader(run([tool, "cleanse", "certificate", "--format", "csv"], work, (0, 2)).splitlines())
    return found, {tuple(row) for row in list(table)[1:]}


def shuffle(folder, seed):
    """The same rows in another order; columns stay."""
    order = random.Random(seed)
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".csv"):
            continue
        path = os.path.join(folder, name)
        with open(path, newline="", encoding="latin-1") as file:
            rows = list(csv.reader(file))
        body = rows[1:]
        order.shuffle(body)
        with open(path, "w", newline="", encoding="latin-1") as file:
            csv.writer(file, lineterminator="\n").writerows(rows[:1] + body)


def main():
    parser = argparse.ArgumentParser(description="Compare two implementations of the rules on random registers.")
    parser.add_argument("--tool")
    parser.add_argument("--shuffled", action="store_true")
    parser.add_argument("--seeds", default="1..100")
    parser.add_argument("--leave-out", default="", help="rules that are not compared: FIL-04,LNK-10")
    options = parser.parse_args()
    first, last = (int(number) for number in options.seeds.split(".."))
    raised, wrong = collections.Counter(), 0
    for seed in range(first, last + 1):
        with tempfile.TemporaryDirectory() as place:
            folder, work = os.path.join(place, "registers"), os.path.join(place, "work")
            os.makedirs(work)
            maker = Maker(seed)
            maker.make()
            maker.write(folder)
            one = by_oracle(folder)
            raised.update(key[0] for key in one[0])
            if options.tool:
                two = by_tool(folder, work, os.path.abspath(options.tool))
            elif options.shuffled:
                shuffle(folder, seed)
                two = by_oracle(folder)
            else:
                two = one
        left_out = set(options.leave_out.split(","))
        one, two = (({key for key in keys if key[0] not in left_out}, table) for keys, table in (one, two))
        if one != two:
            wrong += 1
            print("seed %d" % seed)
            for left, right, word in ((0, 1, "only the plain implementation"), (1, 0, "only the other")):
                for part in (0, 1):
                    for line in sorted((one, two)[left][part] - (one, two)[right][part]):
                        print("  %s: %s" % (word, " ".join(line)))
    silent = sorted(set(SEVERITY) - set(raised) - set(NOT_DECIDED))
    print("%d seeds, %d differ; %d exceptions of %d rules; never raised: %s" % (
        last - first + 1, wrong, sum(raised.values()), len(raised), " ".join(silent) or "none"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
