#!/usr/bin/env python3
"""Recomputes an appraisal's weights, sums and ranges in fractions, from the sheet as it is written.

usage: appraisal_arithmetic.py OPTIONS.yaml APPRAISAL.json

Reads the plain form of Examples/migration/options.yaml: a tree of two spaces a level, scores one a line. The range of a
weight is found by bisection on who is best, not by solving for it. Standard library only.
"""

import json
import re
import sys
from fractions import Fraction


def read(path):
    """Leaves as [(id, weight)], scores as {(option, criterion): score}."""
    stack, tree, scores, section = [], [], {}, None
    for line in open(path, encoding="utf-8"):
        if re.match(r"^[a-z-]+:", line):
            section = line.split(":")[0]
        if section == "criteria":
            start = re.match(r"^( *)- id: (\S+)", line)
            if start:
                node = {"id": start[2], "parts": [], "depth": len(start[1])}
                while stack and stack[-1]["depth"] >= node["depth"]:
                    stack.pop()
                (stack[-1]["parts"] if stack else tree).append(node)
                stack.append(node)
            swing = re.match(r"^ *swing: (\S+)", line)
            if swing:
                stack[-1]["swing"] = Fraction(swing[1])
        if section == "scores":
            entry = re.search(r"option: ([^,]+), criterion: ([^,]+), score: ([^,]+)", line)
            if entry:
                scores[entry[1], entry[2]] = Fraction(entry[3])

    def leaves(nodes, whole):
        total = sum(node["swing"] for node in nodes)
        for node in nodes:
            weight = whole * node["swing"] / total
            yield from leaves(node["parts"], weight) if node["parts"] else [(node["id"], weight)]

    return list(leaves(tree, Fraction(1))), scores


def main():
    leaves, scores = read(sys.argv[1])
    report = json.load(open(sys.argv[2], encoding="utf-8"))
    options = list(dict.fromkeys(option for option, _ in scores))
    wrong = []

    def expect(what, got, wanted):
        if got != wanted:
            wrong.append(f"{what}: {got} and not {wanted}")

    def sums(weights):
        return {o: sum(w * scores[o, c] for c, w in weights) for o in options}

    expect("weights", {c: Fraction(w) for c, w in report["weights"].items()}, dict(leaves))
    own = sums(leaves)
    for entry in report["ranking"]:
        expect(entry["option"], Fraction(entry["sum"]), own[entry["option"]])
    ranking = sorted(options, key=lambda option: -own[option])
    expect("ranking", [entry["option"] for entry in report["ranking"]], ranking)
    best = ranking[0]
    for place, entry in enumerate(report["sensitivity"]):
        weight = leaves[place][1]

        def leads(share):
            moved = [
                (c, share if at == place else w * (1 - share) / (1 - weight)) for at, (c, w) in enumerate(leaves)
            ]
            values = sums(moved)
            return all(values[best] >= value for value in values.values())

        for name, end in (("from", Fraction(0)), ("to", Fraction(1))):
            inside, outside = weight, end
            if leads(end):
                expect(f"{entry['criterion']} {name}", Fraction(entry[name]), end)
                continue
            for _ in range(60):
                middle = (inside + outside) / 2
                if leads(middle):
                    inside = middle
                else:
                    outside = middle
            if abs(Fraction(entry[name]) - inside) > Fraction(1, 10**15):
                wrong.append(f"{entry['criterion']} {name}: {entry[name]} and not {float(inside)}")
    print("\n".join(wrong) or "all agrees")
    return 1 if wrong else 0


sys.exit(main())
