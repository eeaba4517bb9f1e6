"""Rules on one row of REG, and on the history of one item: identity, reference data, dates, status."""

import datetime

from contract import EFDS, GSP_GROUPS, PROFILE_CLASSES, REGISTERS, master
from days import months_later
from reading import same
from reference import end_of, names_group, says_retired, start_of

ONE_DAY = datetime.timedelta(days=1)


# Identity

def identity_rules(market):
    reference = market.reference
    if reference.has("distributors"):
        for mpan in sorted(market.reg):
            if reference.distributor_state(mpan[:2]) == "ended":
                market.raise_("MPN-04", "L", mpan, "mpan", mpan[:2])
        senders_rule(market)
    if "REG" not in market.there:
        return
    for name, table in (
        ("MTR", market.mtr), ("HIS", market.his), ("DCC", market.dcc), ("MEM", market.mem),
        ("appointments", market.appointments), ("exemptions", market.exemptions),
    ):
        for mpan in sorted(table):
            if not market.known(mpan):
                market.findings.add(
                    "MPN-09", market.reader.party(name, "F"), mpan, "mpan", mpan, "an MPAN of REG", table[mpan][0])


def senders_rule(market):
    """MPN-06: a register that is one distributor's own holds another's MPAN."""
    tables = {
        "REG": market.reg, "EES": market.ees, "MTR": market.mtr, "HIS": market.his, "DCC": market.dcc,
        "MEM": market.mem, "appointments": market.appointments,
    }
    for name, table in tables.items():
        letter, party = market.reader.senders.get(name, ("", ""))
        if letter != "L":
            continue
        for mpan in sorted(table):
            if mpan in market.reg and market.reference.mpid(mpan) != party:
                market.findings.add(
                    "MPN-06", "L:" + party, mpan, "mpan", market.reference.mpid(mpan), party, market.reg[mpan])


# Reference data (not for MP status X)

def reference_rules(market):
    for mpan in market.live_mpans():
        row = market.reg[mpan]
        group = row.get("gsp_group")
        if group is not None and group not in GSP_GROUPS:
            market.fail("ISD-01", "L", mpan, "gsp_group", group)
        llfc_rules(market, mpan, row)
        code_rules(market, mpan, row)
        home_group(market, mpan, row)
        supplier_role(market, mpan, row)
        for meter in market.open_meters(mpan):
            meter_parties(market, mpan, meter)


def llfc_rules(market, mpan, row):
    reference, llfc = market.reference, row.get("llfc")
    if llfc is None or not (reference.has("llfc") and reference.has("distributors")):
        return
    rows = reference.llfc_rows(mpan, llfc)
    if not rows:
        market.fail("ISD-03", "L", mpan, "llfc", llfc)
        return
    padded(market, mpan, row, "llfc")
    first = row.get("llfc_efd") or market.as_at
    if not row.unknown("llfc_efd") and not reference.llfc_covers(mpan, llfc, first, market.as_at):
        market.fail("ISD-04", "L", mpan, "llfc", llfc)
        return
    valid = reference.llfc_on(mpan, llfc, market.as_at)
    if valid is not None and says_retired(valid.get("description")):
        market.raise_("ISD-05", "L", mpan, "llfc", valid.get("description"))


def code_rules(market, mpan, row):
    for rule, column in (("ISD-06", "mtc"), ("ISD-07", "ssc")):
        code = row.get(column)
        if code is None or not market.reference.has(column):
            continue
        if market.reference.code_row(column, code) is None:
            market.fail(rule, "S", mpan, column, code)
        else:
            padded(market, mpan, row, column)
    profile = row.get("pc")
    if profile is not None and profile not in PROFILE_CLASSES:
        market.fail("ISD-08", "S", mpan, "pc", profile, "00 to 08")
    elif profile is not None:
        padded(market, mpan, row, "pc")


def padded(market, mpan, row, column):
    """ISD-13: the code was found only with its zeros put back."""
    if row.raw[column] != row.get(column):
        owner = market.reader.party("REG", "F")
        market.findings.add("ISD-13", owner, mpan, column, row.raw[column], row.get(column), row)


def home_group(market, mpan, row):
    distributor = market.reference.distributor(mpan[:2])
    home = distributor.get("home_gsp") if distributor else None
    group = market.value(mpan, "gsp_group")
    if home is None or group is None or group == home or not market.reference.has("llfc"):
        return
    if not row.blank("llfc"):
        valid = market.llfc_row(mpan)
        if valid is None or names_group(valid.get("description"), group):
            return
    market.raise_("ISD-02", "L", mpan, "gsp_group", group, home)


def supplier_role(market, mpan, row):
    supplier = row.get("supplier")
    if supplier is None or not market.reference.has("parties"):
        return
    day = row.get("supplier_efd") or market.as_at
    if not market.reference.has_role(supplier, {"X"}, day):
        market.fail("ISD-11", "S", mpan, "supplier", supplier)


def meter_parties(market, mpan, meter):
    if not market.reference.has("parties"):
        return
    owner_of_assets, operator = meter.get("map_id"), meter.get("mem")
    day = meter.get("map_efd") or market.as_at
    if owner_of_assets is not None and not market.reference.has_role(owner_of_assets, {"8"}, day):
        market.raise_("ISD-12", "M", mpan, "map_id", owner_of_assets, meter=meter)
    if operator is not None and not market.reference.has_role(operator, {"M", "S", "T"}, market.as_at):
        market.raise_("ISD-12", "M", mpan, "mem", operator, meter=meter)


# Dates

def date_rules(market):
    for mpan in market.live_mpans():
        row = market.reg[mpan]
        for column in EFDS:
            if row.get(column) is not None and row.get(column) > market.as_at:
                market.raise_("EFF-04", master(column), mpan, column, row.get(column))
        created = row.get("created")
        for column in ("connection_efd", "segment_efd"):
            if created is not None and row.get(column) is not None and row.get(column) < created:
                market.raise_("EFF-07", "L", mpan, column, row.get(column), created)
        for meter in market.open_meters(mpan):
            for column in ("install_date", "map_efd"):
                if meter.get(column) is not None and meter.get(column) > market.as_at:
                    market.raise_("EFF-04", "M", mpan, column, meter.get(column), meter=meter)
        history_rules(market, mpan)


def history_rules(market, mpan):
    items = {}
    for row in market.his.get(mpan, []):
        items.setdefault(same(row, "item")[1], []).append(row)
    for item, rows in sorted(items.items()):
        good = []
        for row in sorted(rows, key=lambda row: [same(row, c) for c in REGISTERS["HIS"]]):
            if row.unknown("from") or row.unknown("to"):
                continue
            if start_of(row) > market.as_at:
                history(market, "EFF-04", mpan, item, row)
            if end_of(row) < start_of(row):
                history(market, "EFF-03", mpan, item, row)
            else:
                good.append(row)
        for position, one in enumerate(good):
            for two in good[position + 1:]:
                overlap(market, mpan, item, one, two)
        if not market.reader.row_removed("HIS", mpan):
            gaps(market, mpan, item, good)


def history(market, rule, mpan, item, row, observed=None):
    # A history of something that is no column of the contract is shown under the name of its own column.
    column = item if item in (*REGISTERS["REG"], *REGISTERS["MTR"]) else "item"
    market.raise_(rule, master(item), mpan, column, observed or row.raw.get("from"), row=row)


def overlap(market, mpan, item, one, two):
    if end_of(one) < start_of(two) or end_of(two) < start_of(one):
        return
    equal = same(one, "value") == same(two, "value")
    if start_of(one) != start_of(two):
        history(market, "EFF-01", mpan, item, two)
    elif not equal:
        history(market, "EFF-05", mpan, item, two)
    elif end_of(one) != end_of(two):
        history(market, "EFF-01", mpan, item, two)


def gaps(market, mpan, item, rows):
    rows = sorted(rows, key=start_of)
    latest = None
    for row in rows:
        if latest is not None and latest < datetime.date.max and start_of(row) > latest + ONE_DAY:
            history(market, "EFF-02", mpan, item, row, "gap after %s" % latest)
        latest = end_of(row) if latest is None else max(latest, end_of(row))


# Status

def status_rules(market):
    sets = (("mp_status", "NRTX"), ("rmp_status", "COT"), ("energisation", "EDU"), ("dcc_flag", "AIN"))
    for mpan in sorted(market.reg):
        row = market.reg[mpan]
        for column, letters in sets:
            value = row.get(column)
            if value is not None and (len(value) != 1 or value not in letters):
                market.fail("STA-01", "L", mpan, column, value, letters)
        registered_status(market, mpan)
        if market.live(mpan):
            energised_rules(market, mpan, row)


def registered_status(market, mpan):
    point, registered = market.value(mpan, "mp_status"), market.value(mpan, "rmp_status")
    if point and registered and (point == "X") != (registered == "T"):
        market.raise_("STA-02", "L", mpan, "mp_status", point + registered)
    if point == "X" and market.value(mpan, "energisation") == "E":
        market.raise_("STA-03", "S", mpan, "mp_status", "X E")
    if market.value(mpan, "energisation") == "U":
        market.raise_("STA-04", "S", mpan, "energisation", "U", "E or D")


def is_metered(market, mpan, row):
    """True, false, or None when the flag cannot be read."""
    if row.unknown("metered"):
        return None
    if row.get("metered") is not None:
        return row.get("metered")
    return row.get("connection_type") != "U" and row.get("mc") not in ("B", "D")


def energised_rules(market, mpan, row):
    state = market.value(mpan, "energisation")
    if "MTR" in market.there:
        nothing = not market.open_meters(mpan) and not market.reader.row_removed("MTR", mpan)
        if state == "E" and nothing and is_metered(market, mpan, row):
            market.raise_("STA-05", "M", mpan, "energisation", "E", "an open meter")
        if state == "D" and market.open_smets(mpan) and market.value(mpan, "dcc_flag") == "A":
            market.raise_("STA-06", "S", mpan, "energisation", "D")
    since = row.get("energisation_efd")
    if state == "D" and since is not None and months_later(since, 12) < market.as_at:
        market.raise_("STA-07", "S", mpan, "energisation", since)
