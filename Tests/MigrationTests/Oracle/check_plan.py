#!/usr/bin/env python3
"""Checks a plan against its market, from their folders alone. Standard library only.

usage: check_plan.py MARKET PLAN [--objective fair|earliest] [--no-levels]

Prints JSON: `ok`, counts, `broken` (the first hundred sentences) and, for the objective `fair`, `levels`. Ends with 0
where the plan holds, 1 where it does not, 2 where a folder cannot be read.

Always checked: whole positive volumes; rows sorted and each key once; every date a usable migration day (class
migration, not after finish_by less the buffer, the supplier active); no limit of the industry or of a distributor and
no ramp cap and no agent's cap exceeded, no supplier's day above its migration day before (or nothing, on its first) by
more than its step limit, a limit's usable part being value - floor(reserve x value); placed + unplaced = portfolio.

For `fair` also the daily certificate: on no day could a supplier's volume be raised, within its own caps, without
lowering that of a supplier at or below its level. A level is volume over weight; a weight is what the plan has yet to
place for the supplier over its remaining effective days, which is the w that solves sum of min(cap, w) = backlog over
its remaining days, or the largest cap where all caps together are too little; under a step limit a day's cap is what
the supplier could climb to by then. Raising means rerouting in the day's
network (supplier, distributor, industry), found by reachability in its residual graph. One MPAN of rounding is set
aside: a transfer of one MPAN counts only where the giver stays above the taker after it. Under a pool for small
suppliers (small_pool), each of them must have what filling the pool alone, MPAN by MPAN, would give it, and does not
give way below that; again one MPAN is set aside.
"""

import json
import sys
from bisect import bisect_left, insort
from fractions import Fraction
from itertools import accumulate

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
        before = {}
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
            for supplier in market.steps:
                rise = by_supplier.get(supplier, 0) - before.get(supplier, 0)
                if rise > market.steps[supplier]:
                    self.report(f"{day}: {supplier} rises by {rise}, step limit {market.steps[supplier]}")
            before = by_supplier
            for agent, volume in of_agents(market, by_supplier).items():
                if volume > market.agent.get((agent, place), volume):
                    self.report(f"{day}: {volume} for agent {agent}, usable {market.agent[agent, place]}")


def totals(volumes):
    by_supplier, by_distributor = {}, {}
    for (supplier, distributor), volume in volumes.items():
        by_supplier[supplier] = by_supplier.get(supplier, 0) + volume
        by_distributor[distributor] = by_distributor.get(distributor, 0) + volume
    return by_supplier, by_distributor


def of_agents(market, by_supplier):
    """What the suppliers of each agent come to."""
    by_agent = {}
    for supplier, volume in by_supplier.items():
        for agent in market.agents_of[supplier]:
            by_agent[agent] = by_agent.get(agent, 0) + volume
    return by_agent


def weight(backlog, caps, free):
    """Backlog over effective days, from the sorted caps of the remaining days and the number of days without one."""
    below = [0, *accumulate(caps)]
    if free == 0 and below[-1] <= backlog:
        return Fraction(backlog * caps[-1], below[-1]) if below[-1] else Fraction(0)
    # The days whose caps are under the pace are full; the pace is what is left over the other days.
    days = len(caps) + free
    full = bisect_left(range(len(caps)), True, key=lambda place: backlog - below[place] <= caps[place] * (days - place))
    return Fraction(backlog - below[full], days - full)


class Levels:
    """The daily max-min certificate."""

    def __init__(self, check, pool_only=False):
        self.check = check
        self.pool_only = pool_only
        self.market = check.market
        self.days_broken = set()
        self.raisable = 0
        self.transferable = 0
        self.backlog = {}
        for volumes in check.volumes:
            for cell, volume in volumes.items():
                self.backlog[cell] = self.backlog.get(cell, 0) + volume
        #: By supplier: the caps of its remaining days, sorted.
        self.caps = {supplier: [] for supplier in self.market.active}
        self.free = dict.fromkeys(self.market.active, 0)
        for supplier in self.market.active:
            for place in range(self.market.first[supplier], len(self.market.days)):
                cap = self.market.cap(supplier, place)
                if cap is UNLIMITED:
                    self.free[supplier] += 1
                else:
                    insort(self.caps[supplier], cap)

    def end_day(self, supplier, place):
        cap = self.market.cap(supplier, place)
        if cap is UNLIMITED:
            self.free[supplier] -= 1
        else:
            del self.caps[supplier][bisect_left(self.caps[supplier], cap)]

    def run(self):
        for place in range(len(self.market.days)):
            self.day(place)
            for cell, volume in self.check.volumes[place].items():
                self.backlog[cell] -= volume
            for supplier in self.market.active:
                if place >= self.market.first[supplier]:
                    self.end_day(supplier, place)

    def weight(self, supplier, place, backlog, before):
        if supplier not in self.market.steps:
            return weight(backlog, self.caps[supplier], self.free[supplier])
        return weight(backlog, sorted(self.market.caps_from(supplier, place, before.get(supplier, 0))), 0)

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
        before = totals(self.check.volumes[place - 1])[0] if place else {}
        weights = {supplier: self.weight(supplier, place, left[supplier], before) for supplier in suppliers}
        kept = {}
        if market.pool(place) is not None:
            from slow_fair import plan_day

            _, kept = plan_day(market, place, dict(self.backlog), {one: weights[one] for one in suppliers}, before)
            for supplier, volume in kept.items():
                if by_supplier.get(supplier, 0) + 1 < volume:
                    self.days_broken.add(place)
                    self.check.report(
                        f"{market.days[place]}: {supplier} has {by_supplier.get(supplier, 0)}, its pool gives it {volume}"
                    )
        if self.pool_only:
            return
        # What each would have left of its level after giving one MPAN; the highest first.
        givers = sorted(
            ((by_supplier[one] - 1) / weights[one], number, one)
            for number, one in enumerate(suppliers)
            if by_supplier.get(one, 0) > (kept[one] + 1 if one in kept else 0) and weights[one] > 0
        )[::-1]
        by_agent = of_agents(market, by_supplier)
        network = Network(market, place, suppliers, cells, volumes, by_distributor)
        for number, supplier in enumerate(suppliers):
            volume = by_supplier.get(supplier, 0)
            cap = market.cap_after(supplier, place, before.get(supplier, 0))
            if volume >= left[supplier] or (cap is not UNLIMITED and volume >= cap) or weights[supplier] == 0:
                continue
            full = market.full_agents(supplier, place, by_agent)
            is_free, others = network.reach(number)
            if is_free and full:
                # There is room but at its agents: whoever uses them all can give way.
                is_free, others = False, (1 << len(suppliers)) - 1
            if is_free:
                self.raisable += 1
                self.days_broken.add(place)
                self.check.report(f"{market.days[place]}: {supplier} could be raised, nobody lowered")
                continue
            level = (volume + 1) / weights[supplier]
            found = next(
                (
                    one
                    for one in givers
                    if others >> one[1] & 1 and one[1] != number and full <= market.agents_of[one[2]]
                ),
                None,
            )
            if found is not None and found[0] > level:
                self.transferable += 1
                self.days_broken.add(place)
                other = found[2]
                self.check.report(
                    f"{market.days[place]}: {supplier} at {float(volume / weights[supplier]):.6f} could be raised "
                    f"at the cost of {other} at {float(by_supplier[other] / weights[other]):.6f}"
                )


class Network:
    """The residual network of a day; sets of suppliers and of distributors are bits of whole numbers."""

    def __init__(self, market, place, suppliers, cells, volumes, by_distributor):
        total = sum(by_distributor.values())
        numbers = {one: number for number, one in enumerate(market.distributors)}
        supplier_numbers = {one: number for number, one in enumerate(suppliers)}
        self.industry_is_open = total < market.industry.get(place, total + 1)
        #: Distributors that take more, and those that have something to give back.
        self.open = sum(
            1 << number
            for one, number in numbers.items()
            if by_distributor.get(one, 0) < market.distributor.get((one, place), 1 << 60)
        )
        self.in_use = sum(1 << numbers[one] for one, volume in by_distributor.items() if volume > 0)
        #: By supplier: where it has backlog left today. By distributor: who uses it today.
        self.spare = [
            sum(1 << numbers[one] for one, backlog in cells[supplier] if volumes.get((supplier, one), 0) < backlog)
            for supplier in suppliers
        ]
        self.users = [0] * len(numbers)
        for (supplier, distributor), volume in volumes.items():
            if volume > 0:
                self.users[numbers[distributor]] |= 1 << supplier_numbers[supplier]

    def reach(self, start):
        """Whether the day has room for a supplier, else the suppliers that could give way to it."""
        suppliers, distributors = 1 << start, 0
        new = self.spare[start]
        while new:
            if new & self.open:
                if self.industry_is_open:
                    return True, 0
                # The industry's limit is full: any distributor in use can give way.
                new |= self.in_use
            new &= ~distributors
            distributors |= new
            found = 0
            for distributor in bits(new):
                found |= self.users[distributor]
            found &= ~suppliers
            suppliers |= found
            new = 0
            for supplier in bits(found):
                new |= self.spare[supplier]
            new &= ~distributors
        return False, suppliers


def bits(number):
    """The places of the bits that are set."""
    while number:
        last = number & -number
        yield last.bit_length() - 1
        number ^= last


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
        levels = Levels(check)
        levels.run()
        result["levels"] = {
            "days": len(check.market.days),
            "days_broken": len(levels.days_broken),
            "raisable": levels.raisable,
            "transferable": levels.transferable,
        }
    if objective == "earliest" and check.market.small_pool and limits_hold and "--no-levels" not in sys.argv:
        # Nobody's level counts, but small suppliers have what their pool gives them.
        levels = Levels(check, pool_only=True)
        levels.run()
        result["pool"] = {"days": len(check.market.days), "days_short": len(levels.days_broken)}
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
