"""A second implementation of sharing by weighted max-min in whole numbers, for the tests.

Reads one case a line, `capacity weight:floor:cap ...`, and prints the volumes. Nothing here follows the program: the
level is found among the levels at which a party leaves its floor or meets its cap, by trying every one, with fractions.
"""

import sys
from fractions import Fraction


def at_level(parties, level):
    return [min(max(weight * level, floor), cap) for weight, floor, cap in parties]


def exact_level(capacity, parties):
    levels = sorted({Fraction(v, w) for w, f, c in parties for v in (f, c)} | {Fraction(0)})
    below = max((t for t in levels if sum(at_level(parties, t)) <= capacity), default=Fraction(0))
    moving = [(w, f, c) for w, f, c in parties if f <= w * below < c]
    weight = sum(w for w, _, _ in moving)
    have = sum(at_level(parties, below))
    return below if weight == 0 else below + Fraction(capacity - have, weight)


def share(capacity, parties):
    if sum(c for _, _, c in parties) <= capacity:
        return [c for _, _, c in parties]
    if sum(f for _, f, _ in parties) > capacity:
        return share(capacity, [(1, 0, f) for _, f, _ in parties])
    exact = at_level(parties, exact_level(capacity, parties))
    assert sum(exact) == capacity, (capacity, parties)
    volumes = [x.numerator // x.denominator if isinstance(x, Fraction) else x for x in exact]
    order = sorted(range(len(parties)), key=lambda i: (-(exact[i] - volumes[i]), -parties[i][0], i))
    for i in order[: capacity - sum(volumes)]:
        volumes[i] += 1
    return volumes


for line in sys.stdin:
    first, *rest = line.split()
    print(*share(int(first), [tuple(map(int, party.split(":"))) for party in rest]))
