#!/usr/bin/env python3
"""A fair plan made MPAN by MPAN, for markets of some thousand MPANs. Standard library only.

usage: slow_fair.py MARKET PLAN

On each day one MPAN after another goes to the supplier whose level would stay the lowest, among those for which the
day's network has a way without lowering anybody (ties to the first code). That is weighted max-min day by day; it does
not look ahead, so on a market where looking ahead is needed it leaves more unplaced than it must. Under a
pool the small suppliers are given what the pool holds first, in the same way. Weights are those of check_plan.py. Writes plan.csv and unplaced.csv into the folder PLAN, which it makes.
"""

import sys
from pathlib import Path

from check_plan import weight
from folders import UNLIMITED, Market, order


class Day:
    """The network of one day."""

    def __init__(self, market, place, backlog):
        self.industry = market.industry.get(place, 1 << 60)
        self.limits = {one: market.distributor.get((one, place), 1 << 60) for one in market.distributors}
        self.room = dict(backlog)
        self.volumes = {}
        self.used = dict.fromkeys(market.distributors, 0)
        self.total = 0
        self.distributors = market.distributors
        self.cells = {}
        for supplier, distributor in backlog:
            self.cells.setdefault(supplier, []).append(distributor)

    def raise_by_one(self, supplier):
        """Finds a way for one more MPAN through rerouting; False where there is none."""
        if self.total >= self.industry:
            return False
        came = {("s", supplier): None}
        queue = [("s", supplier)]
        for node in queue:
            kind, name = node
            if kind == "s":
                for distributor in self.cells[name]:
                    if self.room[name, distributor] > 0 and ("d", distributor) not in came:
                        came["d", distributor] = node
                        queue.append(("d", distributor))
            elif self.used[name] < self.limits[name]:
                self.used[name] += 1
                self.total += 1
                self.follow(came, node)
                return True
            else:
                for (user, distributor), volume in self.volumes.items():
                    if distributor == name and volume > 0 and ("s", user) not in came:
                        came["s", user] = node
                        queue.append(("s", user))
        return False

    def follow(self, came, node):
        while came[node] is not None:
            before = came[node]
            (supplier, distributor), step = ((before[1], node[1]), 1) if node[0] == "d" else ((node[1], before[1]), -1)
            self.volumes[supplier, distributor] = self.volumes.get((supplier, distributor), 0) + step
            self.room[supplier, distributor] -= step
            node = before


def plan_day(market, place, backlog, weights, before):
    """Volumes by cell, and what each small supplier has of its pool."""
    day = Day(market, place, {cell: left for cell, left in backlog.items() if left and cell[0] in weights})
    given = dict.fromkeys(weights, 0)
    pool, limits = market.pool(place), day.limits
    if pool is not None:
        day.limits = pool
        fill(day, market, place, {one: weights[one] for one in weights if one in market.small}, before, given)
        day.limits = limits
    pooled = {one: volume for one, volume in given.items() if volume}
    fill(day, market, place, weights, before, given)
    return day.volumes, pooled


def fill(day, market, place, weights, before, given):
    """Gives one MPAN after another to the lowest level, until nobody can have one more."""
    open_suppliers = {one for one in weights if weights[one] > 0}
    while open_suppliers:
        supplier = min(open_suppliers, key=lambda one: ((given[one] + 1) / weights[one], order(one)))
        cap = market.cap_after(supplier, place, before.get(supplier, 0))
        if (cap is UNLIMITED or given[supplier] < cap) and day.raise_by_one(supplier):
            given[supplier] += 1
        else:
            open_suppliers.remove(supplier)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    market, folder = Market(sys.argv[1]), Path(sys.argv[2])
    backlog = dict(market.portfolio)
    rows = []
    before = {}
    for place, day in enumerate(market.days):
        weights = {}
        for supplier, first in market.first.items():
            left = sum(mpans for cell, mpans in backlog.items() if cell[0] == supplier)
            if place >= first and left:
                caps = market.caps_from(supplier, place, before.get(supplier, 0))
                free = caps.count(UNLIMITED)
                caps = sorted(cap for cap in caps if cap is not UNLIMITED)
                weights[supplier] = weight(left, caps, free)
        volumes, _ = plan_day(market, place, backlog, weights, before)
        before = {}
        for cell, volume in volumes.items():
            before[cell[0]] = before.get(cell[0], 0) + volume
            if volume:
                backlog[cell] -= volume
                rows.append((cell, day, volume))
    folder.mkdir(parents=True, exist_ok=True)
    rows.sort(key=lambda row: (order(row[0][0]), order(row[0][1]), row[1]))
    lines = ["supplier,distributor,date,volume"] + [f"{s},{d},{day},{volume}" for (s, d), day, volume in rows]
    (folder / "plan.csv").write_text("\n".join(lines) + "\n")
    left = sorted((cell for cell, mpans in backlog.items() if mpans), key=lambda cell: (order(cell[0]), order(cell[1])))
    lines = ["supplier,distributor,mpans"] + [f"{s},{d},{backlog[s, d]}" for s, d in left]
    (folder / "unplaced.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
