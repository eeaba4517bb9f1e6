#!/usr/bin/env python3
"""The best whole-number plans of a tiny market, by trying them all. Standard library only.

usage: brute_force.py MARKET

For at most 3 suppliers, 2 distributors, 4 usable days and 100,000 states of backlog. Prints JSON: `unplaced`, the least
number of MPANs that finds no place; `completion`, the least sum of volume x place of the migration day among plans that
leave no more than that; `mean_completion`, the same over MPANs placed; `placed_by_supplier`, the placed MPANs of each
supplier in the plan whose placed shares are max-min by portfolio among those with the least unplaced.
"""

import json
import sys
from fractions import Fraction

from folders import UNLIMITED, Market, order

MOST_STATES = 100_000


def day_plans(market, place, cells, backlog, before):
    """Every way to use a day: volumes by cell. `before`: of each supplier with a step limit, its day before."""
    industry = market.industry.get(place, 1 << 60)

    def extend(number, volumes, total, suppliers, distributors):
        if number == len(cells):
            yield tuple(volumes)
            return
        supplier, distributor = cells[number]
        cap = market.cap_after(supplier, place, before.get(supplier, 0))
        room = min(
            backlog[number],
            industry - total,
            (1 << 60 if cap is UNLIMITED else cap) - suppliers.get(supplier, 0),
            market.distributor.get((distributor, place), 1 << 60) - distributors.get(distributor, 0),
        )
        for volume in range(room + 1):
            yield from extend(
                number + 1,
                volumes + [volume],
                total + volume,
                {**suppliers, supplier: suppliers.get(supplier, 0) + volume},
                {**distributors, distributor: distributors.get(distributor, 0) + volume},
            )

    return extend(0, [], 0, {}, {})


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    market = Market(sys.argv[1])
    cells = sorted((cell for cell, mpans in market.portfolio.items() if mpans), key=lambda cell: list(map(order, cell)))
    start = tuple(market.portfolio[cell] for cell in cells)
    states = 1
    for mpans in start:
        states *= mpans + 1
    if len({cell[0] for cell in cells}) > 3 or len({cell[1] for cell in cells}) > 2 or len(market.days) > 4:
        sys.exit("the market is not tiny")
    if states > MOST_STATES:
        sys.exit(f"the market has {states} states")
    index = {day: place for place, day in enumerate(market.all_days)}
    # What a step limit lets a day rise to depends on the day before, so that is part of the state.
    stepped = sorted(market.steps.keys() & {cell[0] for cell in cells})
    days = {(start, (0,) * len(stepped)): 0}
    for place, day in enumerate(market.days):
        after = {}
        for (backlog, before), cost in days.items():
            for volumes in day_plans(market, place, cells, backlog, dict(zip(stepped, before))):
                left = tuple(left - volume for left, volume in zip(backlog, volumes))
                own = tuple(sum(v for cell, v in zip(cells, volumes) if cell[0] == one) for one in stepped)
                total = cost + index[day] * sum(volumes)
                if total < after.get((left, own), 1 << 60):
                    after[left, own] = total
        days = after
    costs = {}
    for (backlog, _), cost in days.items():
        costs[backlog] = min(cost, costs.get(backlog, 1 << 60))
    unplaced = min(sum(state) for state in costs)
    best = {state: cost for state, cost in costs.items() if sum(state) == unplaced}
    placed = sum(start) - unplaced
    completion = min(best.values())
    print(
        json.dumps(
            {
                "unplaced": unplaced,
                "completion": completion,
                "mean_completion": completion / placed if placed else 0,
                "placed_by_supplier": fairest(cells, start, best),
            },
            indent=2,
        )
    )


def fairest(cells, start, states):
    suppliers = sorted({supplier for supplier, _ in cells}, key=order)
    wholes = [sum(mpans for cell, mpans in zip(cells, start) if cell[0] == supplier) for supplier in suppliers]

    def placed(state):
        return [
            whole - sum(left for cell, left in zip(cells, state) if cell[0] == supplier)
            for supplier, whole in zip(suppliers, wholes)
        ]

    chosen = max(
        (placed(state) for state in states),
        key=lambda volumes: (sorted(Fraction(one, whole) for one, whole in zip(volumes, wholes)), volumes),
        default=[],
    )
    return dict(zip(suppliers, chosen))


if __name__ == "__main__":
    main()
