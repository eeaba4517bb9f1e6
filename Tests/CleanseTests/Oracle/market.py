"""The market of one run: registers by MPAN, open meters, current links, sets, and who must mend what."""

import datetime

from contract import METER_TYPES, REGISTERS, SMETS
from devices import esme_empty, esme_octets
from reading import UNKNOWN, merge
from reference import end_of, start_of

def squeezed(meter_id):
    return (meter_id or "").replace(" ", "").upper()


class Market:
    def __init__(self, as_at, findings, reader, reference):
        self.as_at, self.findings, self.reader, self.reference = as_at, findings, reader, reference
        self.there = set()
        self.reg = self.by_mpan_once("REG")
        self.ees = self.by_mpan_once("EES")
        self.mtr, self.his, self.dcc, self.mem, self.exemptions = (
            self.by_mpan(name) for name in ("MTR", "HIS", "DCC", "MEM", "exemptions"))
        self.links = self.read("LNK")
        self.appointments = self.by_mpan("appointments")
        self.hubs = {row.get("guid") for row in self.read("hubs")}
        for rows in self.mtr.values():
            rows.sort(key=meter_order)
        # (mpan, column) of values that failed a rule of their own.
        self.failed = set()
        self.set_of = {}

    def read(self, register):
        rows = self.reader.read(register)
        if rows is not None:
            self.there.add(register)
        return rows or []

    def by_mpan(self, register):
        table = {}
        for row in self.read(register):
            table.setdefault(row.get("mpan"), []).append(row)
        return table

    def by_mpan_once(self, register):
        """One row an MPAN; an MPAN in two files is MPN-07 and its differing fields are unknown."""
        table = {}
        for mpan, rows in self.by_mpan(register).items():
            if len(rows) > 1:
                merge(rows)
                rows[0].values["mpan"] = mpan
                self.findings.add("MPN-07", self.distributor(mpan), mpan, "mpan", len(rows), 1, rows[1])
            table[mpan] = rows[0]
        return table

    # Parties

    def distributor(self, mpan):
        return "L:" + (self.reference.mpid(mpan) or "?")

    def supplier(self, mpan):
        row = self.reg.get(mpan)
        return "S:" + ((row.get("supplier") if row else None) or "?")

    def operator(self, meter):
        return "M:" + (meter.get("mem") or "?")

    def owner(self, letter, mpan, meter=None):
        if letter == "S":
            return self.supplier(mpan)
        if letter == "L":
            return self.distributor(mpan)
        if letter == "M":
            return self.operator(meter) if meter is not None else "M:?"
        if letter == "D":
            return self.reader.party("DCC", "D")
        return letter + ":?"

    # State of an MPAN

    def known(self, mpan):
        """In REG, or in a REG row that was removed but whose MPAN can be read."""
        return mpan in self.reg or self.reader.row_removed("REG", mpan)

    def disconnected(self, mpan):
        return self.reg[mpan].get("mp_status") == "X"

    def live(self, mpan):
        return mpan in self.reg and not self.disconnected(mpan)

    def live_mpans(self):
        return [mpan for mpan in sorted(self.reg) if self.live(mpan)]

    def value(self, mpan, column):
        """A value that is set, can be read and has not failed its own rule; else None."""
        row = self.reg.get(mpan)
        if row is None or (mpan, column) in self.failed:
            return None
        return row.get(column)

    def llfc_row(self, mpan):
        """The reference row of a good LLFC on the as-at date."""
        llfc = self.value(mpan, "llfc") if self.reference.has("distributors") else None
        return self.reference.llfc_on(mpan, llfc, self.as_at) if llfc else None

    # Meters

    def is_open(self, meter):
        day = meter.get("removal_date")
        return day is None or day > self.as_at

    def meters(self, mpan):
        return self.mtr.get(mpan, [])

    def open_meters(self, mpan):
        return [meter for meter in self.meters(mpan) if self.is_open(meter)]

    def good_type(self, meter):
        kind = meter.get("meter_type")
        return kind if kind in METER_TYPES else None

    def good_id(self, meter):
        name = meter.get("meter_id")
        return name.upper() if name and len(squeezed(name)) <= 10 else None

    def spelt_esme(self, row):
        octets = esme_octets(row.get("esme_id") or "")
        return octets if octets and not esme_empty(octets) else None

    def is_hub(self, row):
        return self.spelt_esme(row) in self.hubs

    def good_esme(self, row):
        """A device that rules of several meters compare: no hub."""
        return None if self.is_hub(row) else self.spelt_esme(row)

    def has_column(self, register, *columns):
        """Whether any file of a register has one of some columns."""
        return bool(set(columns) & self.reader.columns_of.get(register, set()))

    def open_smets(self, mpan):
        return [meter for meter in self.open_meters(mpan) if self.good_type(meter) in SMETS]

    # Links

    def current(self, row):
        return start_of(row) <= self.as_at <= end_of(row)

    def current_links(self, kind=None):
        return [
            row for row in self.links if self.current(row) and (kind is None or row.get("kind") == kind)
        ]

    def make_sets(self):
        """Number the sets: all MPANs that current links of either kind reach have one number."""
        neighbours = {}
        for row in self.current_links():
            one, two = row.get("principal"), row.get("subsidiary")
            neighbours.setdefault(one, set()).add(two)
            neighbours.setdefault(two, set()).add(one)
        for number, start in enumerate(sorted(neighbours)):
            waiting = [start]
            while waiting:
                mpan = waiting.pop()
                if mpan not in self.set_of:
                    self.set_of[mpan] = number
                    waiting.extend(neighbours[mpan])

    def one_set(self, one, two):
        return one == two or (one in self.set_of and self.set_of[one] == self.set_of.get(two))

    def postcode(self, mpan):
        return (self.value(mpan, "postcode") or "").replace(" ", "").upper()

    # Raising

    def raise_(self, rule, letter, mpan, item, observed="", expected="", row=None, meter=None):
        row = row if row is not None else meter if meter is not None else self.reg.get(mpan)
        self.findings.add(rule, self.owner(letter, mpan, meter), mpan, item, observed, expected, row)

    def fail(self, rule, letter, mpan, item, observed="", expected=""):
        """Raise a rule about one value of REG, which no cross-item rule then tests."""
        self.failed.add((mpan, item))
        self.raise_(rule, letter, mpan, item, observed, expected)


def meter_order(row):
    """Meter id, install date, removal date, then the other columns; blank first, unknown last."""
    def part(column):
        value = row.values.get(column)
        if value is None:
            return (0, "")
        if value is UNKNOWN:
            return (2, "")
        return (1, value.isoformat() if isinstance(value, datetime.date) else value)
    first = ["meter_id", "install_date", "removal_date"]
    return [part(column) for column in first + [c for c in REGISTERS["MTR"] if c not in first]]
