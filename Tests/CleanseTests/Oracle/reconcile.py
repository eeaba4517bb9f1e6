"""Registers against each other: REG and EES, DCC, MEM, and the manifest."""

import datetime

from contract import DATES, REGISTERS, master
from days import midnight_is_summer
from market import squeezed
from reading import same

ONE_DAY = datetime.timedelta(days=1)
LAST_RULES = {"REC-01", "REC-02", "REC-03", "REC-04", "REC-05", "EFF-06", "ESM-10", "ESM-11", "ESM-12", "ESM-03"}


def reconcile(market):
    told = {
        (one["subject"], one["item"]) for one in market.findings.sorted()
        if one["severity"] in "EW" and one["rule"] not in LAST_RULES and not one["rule"].startswith("FIL")
    }
    if "REG" in market.there:
        if "EES" in market.there:
            enquiry_service(market, told)
        if "MTR" in market.there and "DCC" in market.there:
            devices(market, told)
        if "MTR" in market.there and "MEM" in market.there:
            extracts(market, told)
    totals(market)


def shifted(market, one, two, registers):
    """Whether two dates differ by the one day that UTC and local clocks do in summer."""
    clocks = [market.reader.mappings.get(register, {}).get("clock", "local") for register in registers]
    if sorted(clocks) != ["local", "utc"] or abs(one - two) != ONE_DAY:
        return False
    return midnight_is_summer(max(one, two))


def enquiry_service(market, told):
    for mpan in sorted(market.reg):
        if mpan not in market.ees and not market.reader.row_removed("EES", mpan):
            market.raise_("REC-01", "L", mpan, "mpan", "", mpan)
    columns = [c for c in REGISTERS["EES"] if c in market.reader.columns_of["EES"] and c != "mpan"]
    for mpan in sorted(market.ees):
        theirs = market.ees[mpan]
        if mpan not in market.reg:
            if not market.known(mpan):
                market.raise_("REC-02", "L", mpan, "mpan", mpan, "", row=theirs)
            continue
        ours = market.reg[mpan]
        for column in columns:
            if ours.unknown(column) or theirs.unknown(column):
                continue
            compare_values(market, told, mpan, column, ours, theirs)


def compare_values(market, told, mpan, column, ours, theirs):
    one, two = ours.get(column), theirs.get(column)
    if column == "postcode":
        one, two = ((value or "").replace(" ", "").upper() for value in (one, two))
    if one == two or (mpan, column) in told:
        return
    rule, letter = "REC-03", master(column)
    if column in DATES and one and two and shifted(market, one, two, ("REG", "EES")):
        rule, letter = "EFF-06", "P"
    market.raise_(rule, letter, mpan, column, two, one, row=theirs)


def devices(market, told):
    for mpan in sorted(market.reg):
        theirs = {market.spelt_esme(row) for row in market.dcc.get(mpan, [])} - {None}
        unread = any(row.unknown("esme_id") for row in market.meters(mpan) + market.dcc.get(mpan, []))
        if (mpan, "esme_id") in told or unread:
            continue
        if theirs and (market.disconnected(mpan) or not market.open_smets(mpan)):
            if market.reader.row_removed("MTR", mpan) and not market.disconnected(mpan):
                continue
            market.raise_("ESM-11", "S", mpan, "esme_id", sorted(theirs), row=market.dcc[mpan][0])
            continue
        if market.disconnected(mpan):
            continue
        ours = {market.spelt_esme(meter) for meter in market.open_meters(mpan)} - {None}
        if ours and theirs - ours:
            market.raise_("ESM-10", "S", mpan, "esme_id", sorted(ours), sorted(theirs))
        elif ours - theirs and not market.reader.row_removed("DCC", mpan):
            market.raise_("ESM-12", "S", mpan, "esme_id", sorted(ours), sorted(theirs))


def extracts(market, told):
    for mpan in sorted(market.mem):
        if mpan not in market.reg:
            continue
        meters = {}
        for row in sorted(market.mem[mpan], key=lambda row: [same(row, c) for c in REGISTERS["MEM"]]):
            if row.get("meter_id") is not None:
                meters.setdefault(squeezed(row.get("meter_id")), []).append(row)
        for name, rows in sorted(meters.items()):
            one_meter(market, told, mpan, name, rows)


def register_meter(market, mpan, name):
    """The row of MTR that holds a meter: the open one, else the one installed last."""
    rows = [meter for meter in market.meters(mpan) if squeezed(meter.get("meter_id")) == name]
    if not rows:
        return None
    return max(rows, key=lambda row: (market.is_open(row), row.get("install_date") or datetime.date.min))


def one_meter(market, told, mpan, name, rows):
    ours = register_meter(market, mpan, name)
    if ours is None:
        unread = any(meter.unknown("meter_id") for meter in market.meters(mpan))
        if (mpan, "meter_id") not in told and not unread and not market.reader.row_removed("MTR", mpan):
            market.raise_("REC-04", "M", mpan, "meter_id", name, "", meter=rows[0])
    operator = ours if ours is not None and ours.get("mem") else None
    for column in ("location", "digits", "install_date"):
        for position, one in enumerate(rows):
            for two in rows[position + 1:]:
                values = one.get(column), two.get(column)
                if one.get("mem") != two.get("mem") and None not in values and values[0] != values[1]:
                    market.raise_("REC-05", "M", mpan, column, values, row=one, meter=operator)
        if ours is not None and not ours.unknown(column) and (mpan, column) not in told:
            compare_extract(market, mpan, column, ours, rows)


def compare_extract(market, mpan, column, ours, rows):
    own = [row for row in rows if row.get("mem") == ours.get("mem")]
    several = len({row.get("mem") for row in rows}) > 1
    for row in own if several and own else rows:
        theirs = row.get(column)
        if theirs is None or theirs == ours.get(column):
            continue
        if column == "install_date" and ours.get(column) and shifted(market, ours.get(column), theirs, ("MTR", "MEM")):
            market.raise_("EFF-06", "P", mpan, column, theirs, ours.get(column), row=row)
        else:
            meter = ours if ours.get("mem") else row
            market.raise_("REC-04", "M", mpan, column, theirs, ours.get(column), row=row, meter=meter)


def totals(market):
    for row in market.reader.manifest or []:
        register, rows = row.get("register"), row.get("rows")
        if register not in REGISTERS or rows is None:
            continue
        loaded = market.reader.row_counts.get(register, 0)
        if str(loaded) != rows.lstrip("0") and str(loaded) != rows:
            subject = market.reader.first_file.get(register, register + ".csv")
            market.findings.add(
                "REC-06", market.reader.party(register, "F"), subject, "rows", loaded, rows, row)
