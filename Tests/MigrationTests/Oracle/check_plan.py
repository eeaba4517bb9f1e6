#!/usr/bin/env python3
"""Checks a plan against its market, from their folders alone. Standard library only.

usage: check_plan.py MARKET PLAN [--objective fair|earliest] [--no-levels] [--strict]

Prints JSON: `ok`, counts, `broken` (the first hundred sentences) and, for the objective `fair`, `levels`. Ends with 0
where the plan holds, 1 where it does not, 2 where a folder cannot be read.

Always checked: whole positive volumes; rows sorted and each key once; every date a usable migration day (class
migration, not after finish_by less the buffer, the supplier active); no limit of the industry or of a distributor and
no ramp cap exceeded, a limit's usable part being value - floor(reserve x value); placed + unplaced = portfolio.

For `fair` also the daily certificate: on no day could a supplier's volume be raised, within its own caps, without
lowering that of a supplier at or below its level. A level is volume over weight; a weight is what the plan has yet to
place for the supplier over its remaining effective days, which is the w that solves sum of min(cap, w) = backlog over
its remaining days, or the largest cap where all caps together are too little. Raising means rerouting in the day's
network (supplier, distributor, industry), found by reachability in its residual graph. One MPAN of rounding is set
aside: a transfer of one MPAN counts only where the giver stays above the taker after it. --strict sets nothing aside.
"""

import json
import sys
from fractions import Fraction

from folders import UNLIMITED, Market, Plan, Unreadable, order

MOST_SENTENCES = 100


class Check:
    def __init__(self, market, plan):
        self.market = market
        self.plan = plan
        self.broken = []
        self.count = 0
        #: By day: {(supplier, distributor): volume}.
        self.volumes = [{} for _ in market.days]

    def report(self, sentence):
        self.count += 1
        if len(self.broken) < MOST_SENTENCES:
            self.broken.append(sentence)

    def rows(self):
        market = self.market
        last_key = None
        placed = {}
        orders = {}
        for line, supplier, distributor, day, volume in self.plan.rows:
            where = f"plan.csv, line {line}"
            for code in (supplier, distributor):
                if code not in orders:
                    orders[code] = order(code)
            key = (orders[supplier], orders[distributor], day)
            if last_key is not None and key <= last_key:
                self.report(f"{where}: not after the row before it")
            last_key = key
            if volume < 1:
                self.report(f"{where}: volume {volume}")
            if (supplier, distributor) not in market.portfolio:
                self.report(f"{where}: {supplier} has no portfolio at {distributor}")
                continue
            place = market.place.get(day)
            if place is None:
                self.report(f"{where}: nothing may be placed on {day} ({market.calendar.get(day, 'not listed')})")
                continue
            if place < market.first[supplier]:
                self.report(f"{where}: {supplier} is not active on {day}")
            cell = (supplier, distributor)
            self.volumes[place][cell] = self.volumes[place].get(cell, 0) + volume
            placed[cell] = placed.get(cell, 0) + volume
        return placed

    def conservation(self, placed):
        last = None
        for line, supplier, distributor in self.plan.unplaced_order:
            key = (order(supplier), order(distributor))
            if last is not None and key <= last:
                self.report(f"unplaced.csv, line {line}: not after the row before it")
            last = key
            if (supplier, distributor) not in self.market.portfolio:
                self.report(f"unplaced.csv, line {line}: {supplier} has no portfolio at {distributor}")
            if self.plan.unplaced[supplier, distributor] < 1:
                self.report(f"unplaced.csv, line {line}: nothing is unplaced")
        for cell, mpans in self.market.portfolio.items():
            total = placed.get(cell, 0) + self.plan.unplaced.get(cell, 0)
            if total != mpans:
                self.report(f"{cell[0]} at {cell[1]}: placed and unplaced come to {total}, the portfolio is {mpans}")

    def limits(self):
        market = self.market
        for place, day in enumerate(market.days):
            by_supplier, by_distributor = totals(self.volumes[place])
            whole = sum(by_supplier.values())
            if whole > market.industry.get(place, whole):
                self.report(f"{day}: {whole} for the industry, usable {market.industry[place]}")
            for distributor, volume in by_distributor.items():
                if volume > market.distributor.get((distributor, place), volume):
                    self.report(f"{day}: {volume} at {distributor}, usable {market.distributor[distributor, place]}")
            for supplier, volume in by_supplier.items():
                cap = market.cap(supplier, place)
                if cap is not UNLIMITED and volume > cap:
                    self.report(f"{day}: {volume} of {supplier}, cap {cap}")


def totals(volumes):
    by_supplier, by_distributor = {}, {}
    for (supplier, distributor), volume in volumes.items():
        by_supplier[supplier] = by_supplier.get(supplier, 0) + volume
        by_distributor[distributor] = by_distributor.get(distributor, 0) + volume
    return by_supplier, by_distributor


def weight(backlog, caps, free):
    """Backlog over effective days, from the caps of the remaining days ({cap: count}) and the days without one."""
    total = sum(cap * count for cap, count in caps.items())
    if free == 0 and total <= backlog:
        most = max(caps, default=0)
        return Fraction(backlog * most, total) if total else Fraction(0)
    below, above = 0, free + sum(caps.values())
    for cap in sorted(caps):
        # With every cap so far full, the rest would be at this pace.
        pace = Fraction(backlog - below, above)
        if pace <= cap:
            return pace
        below += cap * caps[cap]
        above -= caps[cap]
    return Fraction(backlog - below, above)


class Levels:
    """The daily max-min certificate."""

    def __init__(self, check, strict):
        self.check = check
        self.market = check.market
        self.slack = 0 if strict else 1
        self.days_broken = set()
        self.raisable = 0
        self.transferable = 0
        self.backlog = {}
        for volumes in check.volumes:
            for cell, volume in volumes.items():
                self.backlog[cell] = self.backlog.get(cell, 0) + volume
        self.caps = {supplier: {} for supplier in self.market.active}
        self.free = dict.fromkeys(self.market.active, 0)
        for supplier in self.market.active:
            for place in range(self.market.first[supplier], len(self.market.days)):
                self.count_day(supplier, place, 1)

    def count_day(self, supplier, place, step):
        cap = self.market.cap(supplier, place)
        if cap is UNLIMITED:
            self.free[supplier] += step
            return
        caps = self.caps[supplier]
        caps[cap] = caps.get(cap, 0) + step
        if caps[cap] == 0:
            del caps[cap]

    def run(self):
        for place in range(len(self.market.days)):
            self.day(place)
            for cell, volume in self.check.volumes[place].items():
                self.backlog[cell] -= volume
            for supplier in self.market.active:
                if place >= self.market.first[supplier]:
                    self.count_day(supplier, place, -1)

    def day(self, place):
        market = self.market
        volumes = self.check.volumes[place]
        left = {}
        cells = {}
        for (supplier, distributor), backlog in self.backlog.items():
            if backlog > 0 and place >= market.first[supplier]:
                left[supplier] = left.get(supplier, 0) + backlog
                cells.setdefault(supplier, []).append((distributor, backlog))
        by_supplier, by_distributor = totals(volumes)
        suppliers = sorted(left, key=order)
        weights = {supplier: weight(left[supplier], self.caps[supplier], self.free[supplier]) for supplier in suppliers}
        reach = self.reachable(place, suppliers, cells, volumes, by_distributor)
        for supplier in suppliers:
            volume = by_supplier.get(supplier, 0)
            cap = market.cap(supplier, place)
            if volume >= left[supplier] or (cap is not UNLIMITED and volume >= cap) or weights[supplier] == 0:
                continue
            is_free, others = reach(supplier)
            if is_free:
                self.raisable += 1
                self.days_broken.add(place)
                self.check.report(f"{market.days[place]}: {supplier} could be raised, nobody lowered")
                continue
            level = (volume + self.slack) / weights[supplier]
            for other in others:
                given = by_supplier.get(other, 0)
                if other != supplier and given > 0 and (given - 1) / weights[other] > level:
                    self.transferable += 1
                    self.days_broken.add(place)
                    self.check.report(
                        f"{market.days[place]}: {supplier} at {float(volume / weights[supplier]):.6f} could be raised "
                        f"at the cost of {other} at {float(given / weights[other]):.6f}"
                    )
                    break

    def reachable(self, place, suppliers, cells, volumes, by_distributor):
        """For a supplier: whether the day has room for it, and which suppliers could give way to it."""
        market = self.market
        total = sum(by_distributor.values())
        distributors = {distributor for supplier in suppliers for distributor, _ in cells[supplier]} | set(by_distributor)
        industry_is_open = total < market.industry.get(place, total + 1)
        open_distributors = {
            distributor
            for distributor in distributors
            if by_distributor.get(distributor, 0) < market.distributor.get((distributor, place), 1 << 60)
        }
        users = {}
        for (supplier, distributor), volume in volumes.items():
            if volume > 0:
                users.setdefault(distributor, []).append(supplier)
        spare = {
            supplier: [
                distributor for distributor, backlog in cells[supplier] if volumes.get((supplier, distributor), 0) < backlog
            ]
            for supplier in suppliers
        }

        def reach(start):
            seen_suppliers, seen_distributors = {start}, set()
            queue = [start]
            through_industry = False
            while queue:
                supplier = queue.pop()
                new = [one for one in spare.get(supplier, ()) if one not in seen_distributors]
                while new:
                    distributor = new.pop()
                    if distributor in seen_distributors:
                        continue
                    seen_distributors.add(distributor)
                    if distributor in open_distributors:
                        if industry_is_open:
                            return True, ()
                        if not through_industry:
                            # The industry's limit is full: any distributor in use can give way.
                            through_industry = True
                            new.extend(one for one in by_distributor if one not in seen_distributors)
                    for user in users.get(distributor, ()):
                        if user not in seen_suppliers:
                            seen_suppliers.add(user)
                            queue.append(user)
            return False, seen_suppliers

        return reach


def main():
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    objective = "fair"
    if "--objective" in sys.argv:
        objective = sys.argv[sys.argv.index("--objective") + 1]
        arguments.remove(objective)
    if len(arguments) != 2 or objective not in ("fair", "earliest"):
        sys.exit(__doc__)
    try:
        check = Check(Market(arguments[0]), Plan(arguments[1]))
    except (Unreadable, OSError, UnicodeDecodeError, ValueError) as problem:
        print(json.dumps({"ok": False, "unreadable": str(problem)}))
        sys.exit(2)
    placed = check.rows()
    check.conservation(placed)
    check.limits()
    limits_hold = check.count == 0
    result = {
        "objective": objective,
        "portfolio": sum(check.market.portfolio.values()),
        "placed": sum(placed.values()),
        "unplaced": sum(check.plan.unplaced.values()),
        "rows": len(check.plan.rows),
        "mean_completion": mean_completion(check),
        "limits_hold": limits_hold,
    }
    if objective == "fair" and limits_hold and "--no-levels" not in sys.argv:
        levels = Levels(check, "--strict" in sys.argv)
        levels.run()
        result["levels"] = {
            "days": len(check.market.days),
            "days_broken": len(levels.days_broken),
            "raisable": levels.raisable,
            "transferable": levels.transferable,
        }
    result["ok"] = check.count == 0
    result["broken_count"] = check.count
    result["broken"] = check.broken
    print(json.dumps(result, indent=2))
    sys.exit(0 if result["ok"] else 1)


def mean_completion(check):
    """Sum of volume x place of the migration day, over MPANs placed."""
    places = {day: place for place, day in enumerate(check.market.all_days)}
    volume = sum(volume for *_, day, volume in check.plan.rows if day in places)
    return sum(places[day] * volume for *_, day, volume in check.plan.rows if day in places) / volume if volume else 0


if __name__ == "__main__":
    main()
