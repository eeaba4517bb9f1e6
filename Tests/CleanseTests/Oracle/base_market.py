"""A small clean market: every rule passes on it. Cases lay their rows over it."""

from reading import WEIGHTS

AS_AT = "2026-07-01"


def mpan(stem):
    """The MPAN of a 12-digit stem, with its check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS))
    return stem + str(total % 11 % 10)


def number(code, index):
    return mpan("%s%010d" % (code, 1000 + index))


# Names that cases may use. A house with solar panels (A import, B export), a house (C), a shop (D), a factory (E),
# a street light inventory (U), a disconnected house (X), a house in Manchester (N), a
# twin pair (P primary, Q secondary).
NAMES = {name: number("16" if name == "N" else "12", index) for index, name in enumerate("ABCDEUXNPQ", 1)}
# MPANs that are in no register: Z and Y valid, of London.
NAMES["Z"], NAMES["Y"] = number("12", 90), number("12", 91)
# Of a distributor that ended (K), one not yet begun (J), and a pseudo distributor (W).
NAMES["K"], NAMES["J"], NAMES["W"] = number("28", 1), number("52", 1), number("77", 1)

PLAIN = {
    "gsp_group": "_C", "supplier": "SUPA", "supplier_efd": "2020-01-01", "mp_status": "T", "rmp_status": "O",
    "energisation": "E", "energisation_efd": "2015-01-01", "pc": "01", "ssc": "0393", "mc": "A", "mtc": "801",
    "llfc": "100", "llfc_efd": "2015-01-01", "connection_type": "W", "connection_efd": "2024-09-13", "segment": "S",
    "segment_efd": "2024-09-13", "dpi": "true", "dpi_efd": "2022-07-18", "direction": "I", "metered": "true",
    "dcc_flag": "A", "dcc_efd": "2020-06-01", "postcode": "E1 1AA", "created": "2005-01-01",
}
METER = {
    "meter_id": "", "meter_type": "S2A", "make_type": "ACME 100", "esme_id": "", "location": "B", "digits": "5",
    "install_date": "2020-05-01", "removal_date": "", "map_id": "MAPA", "map_efd": "2020-05-01", "mem": "MEMA",
}


def esme(index):
    return "00-DB-12-00-00-00-00-%02X" % index


def register_rows():
    changes = {
        "A": {}, "C": {"postcode": "E1 1CC"}, "P": {"postcode": "E1 1PP"}, "Q": {"postcode": "E1 1PP"},
        "B": {"supplier": "SUPB", "pc": "08", "ssc": "0482", "mtc": "870", "llfc": "200", "direction": "E"},
        "D": {"supplier": "SUPB", "pc": "03", "dpi": "false", "dcc_flag": "N", "dcc_efd": "", "postcode": "E1 1DD",
              "llfc": "101"},
        "E": {"supplier": "SUPB", "pc": "00", "ssc": "", "mc": "C", "mtc": "845", "llfc": "300",
              "connection_type": "H", "segment": "A", "dpi": "false", "dcc_flag": "", "dcc_efd": "",
              "postcode": "E1 1EE"},
        "U": {"pc": "00", "ssc": "", "mc": "D", "mtc": "863", "llfc": "400", "connection_type": "U", "segment": "U",
              "dpi": "false", "metered": "false", "dcc_flag": "", "dcc_efd": "", "postcode": ""},
        "X": {"mp_status": "X", "rmp_status": "T", "energisation": "D", "connection_type": "", "dpi": "",
              "dcc_flag": "", "dcc_efd": "", "postcode": "E1 1XX"},
        "N": {"gsp_group": "_G", "llfc": "100", "postcode": "M1 1NN"},
    }
    return {name: {"mpan": NAMES[name], **PLAIN, **changes[name]} for name in "ABCDEUXNPQ"}


def meter_rows():
    def meter(name, **changes):
        return {"mpan": NAMES[name], **METER, **changes}
    return {
        "A": meter("A", meter_id="19L0000001", esme_id=esme(1)),
        "B": meter("B", meter_id="19L0000001", esme_id=esme(1)),
        "C": meter("C", meter_id="19L0000003", esme_id=esme(3)),
        "D": meter("D", meter_id="D08C00004", meter_type="N", install_date="2008-02-01", map_efd="2008-02-01"),
        "E": meter("E", meter_id="E12B00005", meter_type="H", install_date="2012-02-01", map_efd="2012-02-01",
                   mem="MEMB"),
        "X": meter("X", meter_id="K99B00006", meter_type="N", install_date="2011-02-01", map_efd="2011-02-01",
                   removal_date="2019-03-01"),
        "N": meter("N", meter_id="19L0000007", esme_id=esme(7), mem="MEMB"),
        "P": meter("P", meter_id="19L0000008", meter_type="S2B", esme_id=esme(8)),
        "Q": meter("Q", meter_id="19L0000008", meter_type="S2B", esme_id=esme(8)),
    }


def tables():
    """Every file as a list of rows; the columns are those of the first row."""
    reg, mtr = register_rows(), meter_rows()
    mem_columns = ("mem", "mpan", "meter_id", "location", "digits", "install_date")
    return {
        "REG": list(reg.values()),
        "EES": [dict(row) for row in reg.values()],
        "MTR": list(mtr.values()),
        "LNK": [
            {"kind": "IE", "principal": NAMES["A"], "subsidiary": NAMES["B"], "from": "2021-01-01", "to": ""},
            {"kind": "REL", "principal": NAMES["P"], "subsidiary": NAMES["Q"], "from": "2021-01-01", "to": ""},
        ],
        "HIS": [
            {"mpan": NAMES["A"], "item": "supplier", "value": "SUPB", "from": "2010-01-01", "to": "2019-12-31"},
            {"mpan": NAMES["A"], "item": "supplier", "value": "SUPA", "from": "2020-01-01", "to": ""},
        ],
        "DCC": [
            {"esme_id": row["esme_id"], "mpan": row["mpan"], "status": "active", "as_at": AS_AT}
            for row in mtr.values() if row["esme_id"]
        ],
        "MEM": [{column: row[column] for column in mem_columns} for name, row in mtr.items() if name != "X"],
        "exemptions": [{"mpan": NAMES["N"], "item": "esme_id", "scenario": "communal", "until": "2026-12-31"}],
        **reference_tables(),
    }


def reference_tables():
    def party(mpid, role):
        return {"mpid": mpid, "role": role, "from": "1996-04-01", "to": ""}

    def llfc(distributor, code, indicator, description, first="2010-01-01", last=""):
        return {"distributor": distributor, "llfc": code, "from": first, "to": last, "indicator": indicator,
                "description": description}
    return {
        "distributors": [
            {"code": "12", "mpid": "LOND", "from": "1996-04-01", "to": "", "home_gsp": "_C"},
            {"code": "16", "mpid": "NORW", "from": "1996-04-01", "to": "", "home_gsp": "_G"},
            {"code": "28", "mpid": "OLDN", "from": "2005-01-01", "to": "2014-12-17", "home_gsp": ""},
            {"code": "52", "mpid": "NEWN", "from": "2027-01-01", "to": "", "home_gsp": ""},
        ],
        "llfc": [
            llfc("LOND", "100", "A", "Domestic Unrestricted"), llfc("LOND", "101", "A", "Small user"),
            llfc("LOND", "200", "C", "LV export"), llfc("LOND", "300", "B", "HV site"),
            llfc("LOND", "301", "A", "HV HH metered"), llfc("LOND", "302", "D", "HV site export"),
            llfc("LOND", "400", "A", "Unmetered HH"), llfc("LOND", "500", "A", "SPARE"),
            llfc("LOND", "501", "A", "Transparent tariff"), llfc("LOND", "502", "A", "Non-Domestic Unrestricted"),
            llfc("LOND", "503", "A", "EN_G_LV Band 1"), llfc("LOND", "504", "A", "EN _GX Band 1"),
            llfc("LOND", "505", "A", "do not use after 2019"), llfc("LOND", "506", "A", "Domestic and Non-Domestic"),
            llfc("LOND", "600", "A", "Old class", last="2020-12-31"),
            llfc("LOND", "601", "A", "Again", first="2010-01-01", last="2016-12-31"),
            llfc("LOND", "601", "A", "Again", first="2018-01-01"),
            llfc("LOND", "602", "A", "Renewed", first="2010-01-01", last="2016-12-31"),
            llfc("LOND", "602", "A", "Renewed", first="2017-01-01"),
            llfc("LOND", "007", "A", "Small user"),
            llfc("NORW", "100", "A", "Domestic Unrestricted"), llfc("OLDN", "100", "A", "Old network"),
        ],
        "mtc": [
            {"mtc": code, "type": kind, "related": related, "description": ""}
            for code, kind, related in (
                ("801", "N", "F"), ("800", "X", "F"), ("845", "H", "F"), ("863", "H", "F"), ("857", "N", "F"),
                ("870", "N", "F"), ("866", "N", "F"), ("865", "N", "F"), ("500", "N", "T"), ("872", "N", "F"),
                ("001", "N", "F"), ("502", "X", "F"))
        ],
        "ssc": [
            {"ssc": code, "type": kind, "description": ""}
            for code, kind in (("0393", "I"), ("0482", "E"), ("0484", "E"), ("0490", "E"), ("0940", "E"), ("0151", "I"))
        ],
        "parties": [
            party("SUPA", "X"), party("SUPB", "X"), party("SUPM", "M"), party("MEMA", "M"), party("MEMB", "S"),
            party("MEMC", "T"), party("MAPA", "8"),
            {"mpid": "SUPO", "role": "X", "from": "1996-04-01", "to": "2021-12-31"},
        ],
        "manifest": [{"register": "REG", "rows": "10"}],
    }
