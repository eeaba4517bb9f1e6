"""Cross-item rules on one row of REG: measurement class, connection, segment, direction, DPI."""

from contract import AMR_OR_HH, EXPORT_MTC, SMETS, TRADITIONAL, UNMETERED_MTC
from reference import says_domestic

SETS = (
    ("MCL-01", "S", "mc", "ABCDEFG"), ("CON-01", "L", "connection_type", "WLHEU"), ("SEG-01", "L", "segment", "SAU"),
    ("DIR-01", "L", "direction", "IE"),
)


def class_rules(market):
    for mpan in market.live_mpans():
        row = market.reg[mpan]
        for rule, letter, column, letters in SETS:
            value = row.get(column)
            if value is not None and (len(value) != 1 or value not in letters):
                market.fail(rule, letter, mpan, column, value, letters)
        measurement_class(market, mpan)
        connection(market, mpan, row)
        segment(market, mpan)
        direction(market, mpan)
        premises(market, mpan, row)


def measurement_class(market, mpan):
    mc, profile, mtc = (market.value(mpan, column) for column in ("mc", "pc", "mtc"))
    if mc is None:
        return
    if profile is not None and ((mc in "CEFG" and profile != "00") or (mc == "A" and profile == "00")):
        market.raise_("MCL-02", "S", mpan, "mc", [mc, profile])
    if mtc is None:
        return
    unmetered_class, unmetered_mtc = mc in "BD", mtc in UNMETERED_MTC
    if unmetered_mtc != unmetered_class and mtc != "800":
        market.raise_("MCL-03", "S", mpan, "mc", [mc, mtc])
    kind = market.reference.code_row("mtc", mtc)
    kind = kind.get("type") if kind else None
    if (kind == "H" and mc in "AB") or (kind == "N" and mc in "CDEFG"):
        market.raise_("MCL-04", "S", mpan, "mc", [mc, mtc, kind])


def connection(market, mpan, row):
    mc, value = market.value(mpan, "mc"), market.value(mpan, "connection_type")
    if row.blank("connection_type"):
        rule = "CON-08" if connection_due(market, mpan, mc) else "CON-09"
        market.raise_(rule, "L", mpan, "connection_type", "", "a connection type")
    if value is None or mc is None:
        return
    if mc in "BD" and value != "U":
        market.raise_("CON-02", "L", mpan, "connection_type", [value, mc], "U")
    if mc in "ACEFG" and value == "U":
        market.raise_("CON-03", "L", mpan, "connection_type", [value, mc], "not U")
    if mc == "G" and value != "W":
        market.raise_("CON-04", "L", mpan, "connection_type", [value, mc], "W")
    if mc == "E" and value == "W":
        market.raise_("CON-05", "L", mpan, "connection_type", [value, mc], "L or H")
    if mc == "F" and value != "W":
        market.raise_("CON-06", "L", mpan, "connection_type", [value, mc], "W")
    if mc == "A" and value != "W" and value != "U" and market.open_smets(mpan):
        market.raise_("CON-07", "L", mpan, "connection_type", [value, mc], "W")


def connection_due(market, mpan, mc):
    if mc is None:
        return False
    if mc in "BDFG":
        return True
    if mc == "A":
        return bool(market.open_smets(mpan))
    llfc = market.llfc_row(mpan)
    return llfc is not None and llfc.get("indicator") in ("B", "D")


def segment(market, mpan):
    part, joint, metered = (market.value(mpan, column) for column in ("segment", "connection_type", "metered"))
    told = market.findings.has("CON-02", mpan) or market.findings.has("CON-03", mpan)
    if part and joint and (part == "U") != (joint == "U") and not told:
        market.raise_("SEG-02", "L", mpan, "segment", [part, joint])
    if part == "S" and joint in ("L", "H", "E"):
        market.raise_("SEG-03", "L", mpan, "segment", [part, joint], "A")
    if metered is not None and joint is not None and metered == (joint == "U") and not told:
        market.raise_("SEG-05", "L", mpan, "metered", [metered, joint])
    for meter in market.open_meters(mpan):
        kind = market.good_type(meter)
        if part == "S" and kind in AMR_OR_HH:
            market.raise_("SEG-04", "L", mpan, "segment", [part, kind], "A")
        if part == "A" and (kind in SMETS or kind in TRADITIONAL):
            market.raise_("SEG-04", "L", mpan, "segment", [part, kind], "S")


def direction(market, mpan):
    way, mtc, mc, profile = (market.value(mpan, column) for column in ("direction", "mtc", "mc", "pc"))
    if way is None:
        return
    llfc, ssc = market.llfc_row(mpan), market.value(mpan, "ssc")
    indicator = llfc.get("indicator") if llfc else None
    if (indicator in ("A", "B") and way == "E") or (indicator in ("C", "D") and way == "I"):
        market.raise_("DIR-02", "L", mpan, "direction", [way, indicator])
    kind = market.reference.code_row("ssc", ssc) if ssc else None
    kind = kind.get("type") if kind else None
    if kind in ("I", "E") and kind != way:
        market.raise_("DIR-03", "S", mpan, "direction", [way, ssc])
    if way == "I" and mtc in EXPORT_MTC:
        market.raise_("DIR-04", "S", mpan, "direction", [way, mtc])
    if way == "E" and mc in ("A", "B") and profile is not None and profile != "08":
        market.raise_("DIR-05", "S", mpan, "direction", [way, profile], "08")


def premises(market, mpan, row):
    dpi, way, profile, mc, joint = (
        market.value(mpan, column) for column in ("dpi", "direction", "pc", "mc", "connection_type"))
    if row.blank("dpi"):
        market.raise_("DPI-01", "S", mpan, "dpi", "", "true or false")
    if dpi is None:
        return
    domestic_profile = None if profile in (None, "00") else profile in ("01", "02")
    if way == "I" and domestic_profile is not None and domestic_profile != dpi:
        market.raise_("DPI-03", "S", mpan, "dpi", [dpi, profile])
    if mc == "G" and dpi:
        market.raise_("DPI-04", "S", mpan, "dpi", [dpi, mc])
    llfc = market.llfc_row(mpan)
    says = says_domestic(llfc.get("description")) if llfc else None
    if says is not None and says != dpi:
        market.raise_("DPI-05", "S", mpan, "dpi", [dpi, llfc.get("description")])
    if joint == "U" and dpi and not market.findings.has("CON-03", mpan):
        market.raise_("DPI-06", "S", mpan, "dpi", [dpi, joint], "false")
    if joint in ("H", "E") and dpi:
        market.raise_("DPI-08", "S", mpan, "dpi", [dpi, joint])
