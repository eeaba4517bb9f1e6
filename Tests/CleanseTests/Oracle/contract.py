"""The contract in tables: columns of every file, code sets, and the severity of every rule."""

REGISTERS = {
    "REG": (
        "mpan gsp_group supplier supplier_efd mp_status rmp_status energisation energisation_efd pc ssc mc mtc llfc "
        "llfc_efd connection_type connection_efd segment segment_efd dpi dpi_efd direction metered dcc_flag dcc_efd "
        "postcode created"
    ).split(),
    "MTR": (
        "mpan meter_id meter_type make_type esme_id location digits install_date removal_date map_id map_efd mem "
        "ihd smso"
    ).split(),
    "LNK": "kind principal subsidiary from to stated_by".split(),
    "HIS": "mpan item value from to".split(),
    "DCC": "esme_id mpan status as_at".split(),
    "MEM": "mem mpan meter_id location digits install_date".split(),
    "hubs": "guid kind".split(),
    "appointments": "mpan ms ds from to".split(),
    "exemptions": "mpan item scenario until".split(),
    "distributors": "code mpid from to home_gsp".split(),
    "llfc": "distributor llfc from to indicator description".split(),
    "mtc": "mtc type related description".split(),
    "ssc": "ssc type description".split(),
    "parties": "mpid role from to".split(),
    "manifest": "register rows".split(),
}
REGISTERS["EES"] = list(REGISTERS["REG"])

KEYS = {
    "REG": ["mpan"], "EES": ["mpan"], "MTR": ["mpan", "meter_id"], "LNK": ["kind", "principal", "subsidiary"],
    "HIS": ["mpan", "item", "value", "from"], "DCC": ["esme_id", "mpan"], "MEM": ["mpan", "meter_id"],
    "hubs": ["guid"], "appointments": ["mpan", "ms", "ds"],
    "exemptions": ["mpan", "item"], "distributors": ["code", "mpid"], "llfc": ["distributor", "llfc"],
    "mtc": ["mtc"], "ssc": ["ssc"], "parties": ["mpid", "role"], "manifest": ["register", "rows"],
}

MPAN_COLUMNS = {"LNK": ["principal", "subsidiary"], "hubs": []}
# Columns that are judged only where a file has one of them.
FURTHER = {"MTR": ["ihd", "smso"], "LNK": ["stated_by"]}
DATES = set(
    "supplier_efd energisation_efd llfc_efd connection_efd segment_efd dpi_efd dcc_efd created install_date "
    "removal_date map_efd from to as_at until".split()
)
WIDTHS = {"llfc": 3, "mtc": 3, "ssc": 4, "pc": 2}

GSP_GROUPS = {"_" + letter for letter in "ABCDEFGHJKLMNP"}
LOCATIONS = set("ABCDEFGHIJKLMNOPRSTUVWXYZ")
SMETS2 = set(
    "S2A S2AD S2ADE S2B S2BD S2BDE S2C S2CD S2CDE 2AF 2ADF 2AEF 2ADEF 2BF 2BDF 2BEF 2BDEF 2CF 2CDF 2CEF 2CDEF".split()
)
SMETS = SMETS2 | {"S1"}
AMR_OR_HH = {"NCAMR", "RCAMR", "RCAMY", "H"}
TRADITIONAL = {"N", "K", "S", "T", "SPECL"}
METER_TYPES = SMETS | set("CHECK H K LAG_ LEAD_ MAIN_ N NCAMR NSS RCAMR RCAMY S SPECL T".split())
PSEUDO_DISTRIBUTORS = {"77", "78", "88", "97", "98", "99"}
UNMETERED_MTC = {str(code) for code in [*range(502, 507), *range(857, 862), 863]}
EXPORT_MTC = {str(code) for code in range(866, 872)}
PROFILE_CLASSES = {"%02d" % number for number in range(9)}

# Who keeps each item; an effective date has the master of its item.
MASTERS = {
    "supplier": "S", "energisation": "S", "pc": "S", "ssc": "S", "mc": "S", "mtc": "S", "dpi": "S", "dcc_flag": "D",
}
MASTERS.update({column: "M" for column in REGISTERS["MTR"] if column != "mpan"})
MASTERS.update({"ihd": "S", "smso": "S"})
EFDS = {
    "supplier_efd": "supplier", "energisation_efd": "energisation", "llfc_efd": "llfc",
    "connection_efd": "connection_type", "segment_efd": "segment", "dpi_efd": "dpi", "dcc_efd": "dcc_flag",
}


def master(item):
    return MASTERS.get(EFDS.get(item, item), "L")


def severities():
    table = {}
    words = {
        "FIL": "EEEEEEEWEIE", "MPN": "EEEEWEEIE", "ISD": "EWEEWEEEEEEEI", "EFF": "EWEWEWE", "STA": "EWEWEWI",
        "MTR": "EEWIWEEEEEEEEEWW", "LOC": "EWI", "DIG": "EEW", "ESM": "EEWEEEWEWEWWWW", "MCL": "EEEE",
        "CON": "EEEEEWWEIW", "SEG": "EEWWE", "DIR": "EEEWW", "DPI": "EEWWWEWW",
        "LNK": "EEEEEEEEEEWEEWWIWWW", "UMS": "WWWWI", "REC": "EEEWWE", "CMP": "EW",
    }
    for family, letters in words.items():
        for number, letter in enumerate(letters, 1):
            table["%s-%02d" % (family, number)] = letter
    return table


SEVERITY = severities()

# Rules that the canonical files cannot decide (README.md says why).
NOT_DECIDED = (
    "FIL-01 FIL-02 FIL-05 FIL-08 MPN-08 ISD-09 ISD-10 DIG-03 CON-10 "
    "UMS-01 UMS-02 UMS-03 UMS-04 UMS-05 CMP-01 CMP-02"
).split()
