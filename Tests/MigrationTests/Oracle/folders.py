"""Reads market and plan folders by the contract of their files. Standard library only; shares no code with the room."""

import csv
import datetime
import json
import re
import unicodedata
from fractions import Fraction
from pathlib import Path

WHOLE = re.compile(r"[0-9]+")
UNLIMITED = None


class Unreadable(Exception):
    """The folder breaks the contract."""


def table(path, columns, needed=True):
    """The rows of a file as (line, cells in the order of the columns)."""
    if not path.exists():
        if needed:
            raise Unreadable(f"{path.name} is not there")
        return []
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = next(reader, None)
        if header is None or any(header.count(name) != 1 for name in columns):
            raise Unreadable(f"{path.name}: the header is {header}, and not {columns}")
        places = [header.index(name) for name in columns]
        rows = []
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                raise Unreadable(f"{path.name}, line {reader.line_num}: {len(row)} cells")
            rows.append((reader.line_num, [row[place] for place in places]))
        return rows


def whole(text, where):
    if not WHOLE.fullmatch(text):
        raise Unreadable(f"{where}: {text!r} is no whole number")
    return int(text)


def date(text, where):
    try:
        if len(text) != 10:
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"{where}: {text!r} is no date") from None


def order(code):
    """The key that codes are sorted by: Unicode code points of the composed form."""
    return [ord(character) for character in unicodedata.normalize("NFC", code)]


class Market:
    """A market folder: portfolios, and what each day allows."""

    def __init__(self, folder):
        folder = Path(folder)
        self.active = {}
        self.small = set()
        for line, (supplier, active_from, small) in table(folder / "suppliers.csv", ["supplier", "active_from", "small"]):
            if supplier in self.active or small not in ("true", "false"):
                raise Unreadable(f"suppliers.csv, line {line}")
            self.active[supplier] = date(active_from, f"suppliers.csv, line {line}")
            if small == "true":
                self.small.add(supplier)
        self.portfolio = {}
        for line, (supplier, distributor, mpans) in table(folder / "portfolios.csv", ["supplier", "distributor", "mpans"]):
            if (supplier, distributor) in self.portfolio or supplier not in self.active:
                raise Unreadable(f"portfolios.csv, line {line}")
            self.portfolio[supplier, distributor] = whole(mpans, f"portfolios.csv, line {line}")
        self.calendar = {}
        for line, (day, kind) in table(folder / "calendar.csv", ["date", "class"]):
            day = date(day, f"calendar.csv, line {line}")
            if day in self.calendar or kind not in ("migration", "hold", "closed"):
                raise Unreadable(f"calendar.csv, line {line}")
            self.calendar[day] = kind
        self.all_days = sorted(day for day, kind in self.calendar.items() if kind == "migration")
        self.ramps = {supplier: {} for supplier in self.active}
        for line, (supplier, index, most) in table(folder / "ramps.csv", ["supplier", "day_index", "max"], needed=False):
            where = f"ramps.csv, line {line}"
            if supplier not in self.ramps or whole(index, where) in self.ramps[supplier]:
                raise Unreadable(where)
            self.ramps[supplier][whole(index, where)] = whole(most, where)
        self.read_settings(folder)
        self.read_steps(folder)
        self.last = self.finish_by - datetime.timedelta(days=self.buffer_days)
        #: The days on which anything may be placed.
        self.days = [day for day in self.all_days if day <= self.last]
        self.place = {day: place for place, day in enumerate(self.days)}
        self.first = {
            supplier: sum(1 for day in self.days if day < active) for supplier, active in self.active.items()
        }
        self.distributors = sorted({distributor for _, distributor in self.portfolio}, key=order)
        self.read_limits(folder)
        self.read_agents(folder)

    def read_settings(self, folder):
        path = folder / "settings.json"
        settings = {}
        if path.exists():
            settings = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=str, parse_int=str)
        self.reserve = Fraction(settings.get("reserve", "0"))
        self.buffer_days = int(settings.get("buffer_days", "0"))
        self.small_pool = Fraction(settings.get("small_pool", "0"))
        self.step_limit = int(settings.get("step_limit", "0"))
        text = settings.get("finish_by")
        self.finish_by = date(text, "finish_by") if text else max(self.calendar)

    def read_steps(self, folder):
        """By supplier: by how much its day may be above its migration day before; no entry is no limit."""
        self.steps = dict.fromkeys(self.active, self.step_limit) if self.step_limit else {}
        named = set()
        for line, (supplier, most) in table(folder / "steps.csv", ["supplier", "max"], needed=False):
            where = f"steps.csv, line {line}"
            if supplier not in self.active or supplier in named or whole(most, where) < 1:
                raise Unreadable(where)
            named.add(supplier)
            self.steps[supplier] = whole(most, where)

    def read_limits(self, folder):
        """By scope and day: the least usable limit; no entry is no limit."""
        self.industry = {}
        self.distributor = {}
        columns = ["scope", "distributor", "from", "to", "value", "source"]
        for line, (scope, distributor, first, last, value, _) in table(folder / "limits.csv", columns):
            where = f"limits.csv, line {line}"
            value = whole(value, where)
            usable = value - (self.reserve * value).__floor__()
            first, last = date(first, where), date(last, where)
            if (scope == "industry") != (distributor == "") or scope not in ("industry", "distributor") or first > last:
                raise Unreadable(where)
            for place, day in enumerate(self.days):
                if first <= day <= last:
                    limits, key = (self.industry, place) if scope == "industry" else (self.distributor, (distributor, place))
                    limits[key] = min(limits.get(key, usable), usable)

    def read_agents(self, folder):
        """Which agents a supplier uses, and by agent and day the least usable cap."""
        self.agents_of = {supplier: set() for supplier in self.active}
        for line, (supplier, agent) in table(folder / "agents.csv", ["supplier", "agent"], needed=False):
            if supplier not in self.active or agent in self.agents_of[supplier]:
                raise Unreadable(f"agents.csv, line {line}")
            self.agents_of[supplier].add(agent)
        self.agent = {}
        columns = ["agent", "from", "to", "value", "source"]
        for line, (agent, first, last, value, _) in table(folder / "agent_limits.csv", columns, needed=False):
            where = f"agent_limits.csv, line {line}"
            value = whole(value, where)
            usable = value - (self.reserve * value).__floor__()
            first, last = date(first, where), date(last, where)
            if first > last:
                raise Unreadable(where)
            for place, day in enumerate(self.days):
                if first <= day <= last:
                    self.agent[agent, place] = min(self.agent.get((agent, place), usable), usable)

    def full_agents(self, supplier, place, by_agent):
        """The agents of a supplier that have no room left on a day."""
        return {
            agent
            for agent in self.agents_of[supplier]
            if (agent, place) in self.agent and by_agent.get(agent, 0) >= self.agent[agent, place]
        }

    def pool(self, place):
        """By distributor: what small suppliers share first on a day; None where they have no pool."""
        if not self.small_pool or not self.small:
            return None
        limits = {one: self.distributor.get((one, place), 0) for one in self.distributors}
        return {one: (self.small_pool * limit).__floor__() for one, limit in limits.items()}

    def cap(self, supplier, place):
        """The ramp's cap on a usable day; 0 before activation, UNLIMITED where none is set."""
        if place < self.first[supplier]:
            return 0
        return self.ramps[supplier].get(place - self.first[supplier], UNLIMITED)

    def cap_after(self, supplier, place, before):
        """The same under the step limit, where the supplier has `before` on the migration day before."""
        ramp = self.cap(supplier, place)
        if supplier not in self.steps:
            return ramp
        rise = before + self.steps[supplier]
        return rise if ramp is UNLIMITED else min(ramp, rise)

    def caps_from(self, supplier, place, before):
        """The caps of the days from one on, each as high as its day before could be at most."""
        caps = []
        for later in range(place, len(self.days)):
            caps.append(self.cap_after(supplier, later, before))
            before = caps[-1] if supplier in self.steps else 0
        return caps


class Plan:
    """A plan folder: rows in the order of the file, and what is unplaced."""

    def __init__(self, folder):
        folder = Path(folder)
        self.rows = []
        for line, (supplier, distributor, day, volume) in table(
            folder / "plan.csv", ["supplier", "distributor", "date", "volume"]
        ):
            where = f"plan.csv, line {line}"
            self.rows.append((line, supplier, distributor, date(day, where), whole(volume, where)))
        self.unplaced = {}
        self.unplaced_order = []
        for line, (supplier, distributor, mpans) in table(
            folder / "unplaced.csv", ["supplier", "distributor", "mpans"], needed=False
        ):
            if (supplier, distributor) in self.unplaced:
                raise Unreadable(f"unplaced.csv, line {line}: twice")
            self.unplaced[supplier, distributor] = whole(mpans, f"unplaced.csv, line {line}")
            self.unplaced_order.append((line, supplier, distributor))
