#!/usr/bin/env python3
"""The linear programme of a market, solved by HiGHS (in scipy): the bound of every plan.

usage: lp_bound.py MARKET [--unplaced] [--method highs|highs-ds|highs-ipm] [--time SECONDS]

Variables: volume by supplier, distributor and usable day; rows: place (supplier, distributor), and the limits of
(distributor, day), day and (supplier, day), and the rise of a supplier with a step limit. Objective: the least mean place of the migration day with everything
placed; with --unplaced the most that can be placed. Prints JSON: objective, bound, status, seconds, variables, rows.
`bound` is the solver's dual bound where it gives one, else its objective. Ends with 0 where the programme was solved,
1 where not everything can be placed or the time ran out.

Needs scipy: where this Python has none, the script goes on in .build-peers beside the project (as
scripts/consumption/compare does), and installs scipy there when it is missing.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from folders import UNLIMITED, Market

ROOT = Path(__file__).resolve().parents[3]
PEERS = ROOT / ".build-peers"


def use_peers():
    """Goes on in the Python that has scipy."""
    python = PEERS / "bin/python"
    if Path(sys.prefix) == PEERS:
        sys.exit("scipy is not to be had here")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS], check=True, stdout=sys.stderr)
    if subprocess.run([python, "-c", "import scipy"], stderr=subprocess.DEVNULL).returncode != 0:
        subprocess.run([python, "-m", "pip", "install", "-q", "scipy"], check=True, stdout=sys.stderr)
    os.execv(python, [str(python), "-B", *sys.argv])


def programme(market):
    """Columns (cell, day) with the rows that each takes part in, and the rows' limits by kind."""
    import numpy as np

    cells = sorted(cell for cell, mpans in market.portfolio.items() if mpans)
    suppliers = sorted({supplier for supplier, _ in cells})
    distributors = sorted({distributor for _, distributor in cells})
    days = len(market.days)
    starts = np.array([market.first[supplier] for supplier, _ in cells], dtype=np.int64)
    lengths = days - starts
    cell = np.repeat(np.arange(len(cells)), lengths)
    day = np.concatenate([np.arange(start, days) for start in starts]) if cells else np.zeros(0, dtype=np.int64)
    supplier_of = np.array([suppliers.index(supplier) for supplier, _ in cells], dtype=np.int64)
    distributor_of = np.array([distributors.index(distributor) for _, distributor in cells], dtype=np.int64)
    # None of these is far above what a day can hold, so that the solver's numbers stay of one size.
    total = sum(market.portfolio.values())

    def limit(value):
        return total if value is None else min(value, total)

    groups = [
        (day, np.array([limit(market.industry.get(place)) for place in range(days)])),
        (
            distributor_of[cell] * days + day,
            np.array([limit(market.distributor.get((one, place))) for one in distributors for place in range(days)]),
        ),
        (
            supplier_of[cell] * days + day,
            np.array([limit(market.cap(one, place)) for one in suppliers for place in range(days)]),
        ),
    ]
    portfolios = np.array([market.portfolio[one] for one in cells])
    return cell, day, groups, portfolios


def solve(market, unplaced, method, seconds):
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix, vstack

    cell, day, groups, portfolios = programme(market)
    count = len(cell)
    ones = np.ones(count)
    place_rows = coo_matrix((ones, (cell, np.arange(count))), shape=(len(portfolios), count))
    blocks, limits = [], []
    for rows, values in groups:
        used = np.unique(rows)
        kept = used[values[used] < sum(portfolios)]
        number = np.full(len(values), -1)
        number[kept] = np.arange(len(kept))
        mask = number[rows] >= 0
        blocks.append(
            coo_matrix((ones[mask], (number[rows[mask]], np.nonzero(mask)[0])), shape=(len(kept), count))
        )
        limits.append(values[kept])
    for supplier, step in sorted(market.steps.items()):
        own = np.array([one[0] == supplier for one in sorted(c for c, mpans in market.portfolio.items() if mpans)])
        columns = np.nonzero(own[cell])[0] if count else np.zeros(0, dtype=np.int64)
        later = columns[day[columns] + 1 < len(market.days)]
        rises = coo_matrix(
            (
                np.concatenate([np.ones(len(columns)), -np.ones(len(later))]),
                (np.concatenate([day[columns], day[later] + 1]), np.concatenate([columns, later])),
            ),
            shape=(len(market.days), count),
        )
        blocks.append(rises)
        limits.append(np.full(len(market.days), min(step, int(sum(portfolios)))))
    index = {one: place for place, one in enumerate(market.all_days)}
    places = np.array([index[one] for one in market.days], dtype=float)
    total = int(portfolios.sum())
    options = {"disp": False}
    if seconds:
        options["time_limit"] = seconds
    if unplaced:
        blocks.append(place_rows)
        limits.append(portfolios)
        programme_arguments = {"c": -ones}
    else:
        programme_arguments = {"c": places[day] / max(total, 1), "A_eq": place_rows.tocsr(), "b_eq": portfolios}
    begin = time.perf_counter()
    answer = linprog(
        A_ub=vstack(blocks).tocsr(),
        b_ub=np.concatenate(limits),
        bounds=(0, None),
        method=method,
        options=options,
        **programme_arguments,
    )
    took = time.perf_counter() - begin
    rows = sum(block.shape[0] for block in blocks) + (0 if unplaced else len(portfolios))
    is_solved = answer.status == 0
    objective = None if not is_solved else float(answer.fun) * (-1 if unplaced else 1)
    return {
        "objective": objective,
        "bound": objective,
        "of": "most MPANs placed" if unplaced else "least mean place of the migration day",
        "mpans": total,
        "status": {0: "optimal", 1: "limit reached", 2: "not everything can be placed"}.get(answer.status, answer.message),
        "seconds": round(took, 3),
        "variables": count,
        "rows": int(rows),
        "method": method,
    }


def option(name, standard):
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else standard


def main():
    try:
        import scipy  # noqa: F401
    except ImportError:
        use_peers()
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    method = option("--method", "highs-ipm")
    answer = solve(Market(sys.argv[1]), "--unplaced" in sys.argv, method, float(option("--time", "0")))
    print(json.dumps(answer, indent=2))
    sys.exit(0 if answer["objective"] is not None else 1)


if __name__ == "__main__":
    main()
