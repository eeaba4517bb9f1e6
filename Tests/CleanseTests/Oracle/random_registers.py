#!/usr/bin/env python3
"""Small random registers full of collisions and faults, so that two implementations of the rules can be compared.

One seed, one folder, to the byte. `options.txt` in the folder holds the arguments of the run, one a line.
"""

import argparse
import csv
import os
import random

from base_market import mpan, reference_tables

AS_AT = "2026-07-01"
DAYS = (
    "2004-12-31 2005-01-01 2009-12-31 2012-05-01 2015-03-28 2015-03-29 2015-03-30 2015-06-30 2015-07-01 2016-12-31 "
    "2017-01-01 2019-12-31 2020-01-01 2021-12-31 2022-01-01 2025-06-30 2025-07-01 2026-06-01 2026-06-30 2026-07-01 "
    "2026-07-02 2027-01-01"
).split()
SERIALS = "19L0000001 19L0000002 19l0000001 L19A00001 L21A00001 L19A0000 L19B00001 D08C00004".split() + [
    "L 19A 00001", "D08C 00004", "L19 A00001", "12345678901", "L YYP 12345", ""]
TYPES = "S2A S2AD 2BDEF S1 N K S SPECL NSS H NCAMR RCAMY MAIN_ MAIN S2 LAG_".split() + [""]
MAKES = ["ACME 100", "acme 100", "OTHER 1", "", "ACM\xc9", "ACME, 100"]
SUPPLIERS = ["SUPA", "SUPB", "SUPO", "SUPM", "NONE", ""]
MEMS = ["MEMA", "MEMB", "MEMC", "SUPA", ""]
POSTCODES = ["E1 1AA", "e11aa", "E1 1BB", "", "E1|1A"]
LLFCS = "100 101 200 300 301 302 400 500 501 502 503 504 505 506 600 601 602 007 7 999".split() + [""]
MTCS = "801 800 845 863 857 870 866 500 001 1 502 299 862 865 872".split() + [""]
SSCS = "0393 393 0482 0484 0490 0940 0151 9999".split() + [""]
CHOICES = {
    "gsp_group": ["_C", "_G", "_A", "_I", ""], "supplier": SUPPLIERS, "mp_status": list("NRTXQ") + [""],
    "rmp_status": list("COTo") + [""], "energisation": list("EDUZ") + [""],
    "pc": "00 01 02 03 08 3 09 1".split() + [""],
    "ssc": SSCS, "mc": list("ABCDEFGHa") + [""], "mtc": MTCS, "llfc": LLFCS, "connection_type": list("WLHEUQw") + [""],
    "segment": list("SAUs") + [""], "dpi": "true false T f y N maybe 1".split() + [""], "direction": list("IEX") + [""],
    "metered": "true false T n perhaps".split() + [""], "dcc_flag": list("AINa") + [""], "postcode": POSTCODES,
    "meter_type": TYPES, "make_type": MAKES, "location": list("ABDFQb0Z") + ["", "AB"],
    "digits": list("0159") + ["", "10", "05", "x"],
    "map_id": ["MAPA", "MEMA", ""], "mem": MEMS, "meter_id": SERIALS, "status": ["active", "suspended", ""],
    "ihd": ["I", "D", "x", ""], "smso": ["SMSA", "SMSB", ""], "ms": ["MEMA", "MEMB", ""], "ds": ["DSA", "DSB", ""],
    "stated_by": ["principal", "subsidiary", "", "both"],
}
ODD_DAYS = [
    "", "", "2026-02-30", "01/07/2015", "20150701", "43831", "2015-07-01T00:00:00+01:00", "2015-06-30T23:00:00Z", "x"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        # What may be missing is drawn apart, so that the rest of the market does not hang on it.
        self.more = random.Random("more %d" % seed)
        self.faults = self.random.choice((0.0, 0.01, 0.03, 0.1, 0.3))
        self.mpans, self.tables = [], {}

    def chance(self, probability):
        return self.random.random() < probability

    def day(self):
        return self.random.choice(ODD_DAYS) if self.chance(self.faults / 2) else self.random.choice(DAYS)

    def value(self, column, usual):
        """The usual value, or now and then another that may be wrong."""
        if not self.chance(self.faults):
            return usual
        if column in CHOICES:
            return self.random.choice(CHOICES[column])
        if column == "esme_id":
            return self.esme()
        return self.day()

    def esme(self):
        octets = ["00", "DB", "12", "00", "00", "00", "00", "%02X" % self.random.randrange(12)]
        kind = self.random.randrange(14)
        if kind == 0:
            return "".join(octets)
        if kind == 1:
            return ":".join(octets)
        if kind == 2:
            return " ".join(octets).lower()
        if kind == 3:
            return "-".join(octets)[:-1]
        if kind == 4:
            return self.random.choice(["0" * 16, "FF-FF-FF-FF-FF-FF-FF-FF", "ffffffffffffffff"])
        if kind == 5:
            return self.random.choice(
                ["", "00-DB:12-00-00-00-00-03", "nonsense", "2.57E+15", "00-DB-12-00-00-00-00-0G"])
        return "-".join(octets)

    def some_mpan(self):
        """Nearly always an MPAN of the market; now and then one that is not, or is none at all."""
        if not self.chance(self.faults / 4):
            return self.random.choice(self.mpans)
        number = "%010d" % self.random.randrange(5000, 5010)
        good = mpan(self.random.choice(["12", "12", "16", "20", "28", "52", "77"]) + number)
        return self.random.choice([
            good, good, good[:12], good[:12] + str((int(good[12]) + 1) % 10), "", "1.20000E+12", "0180110" + good,
            " " + good + " ", "x" + good[1:]])

    # Registers

    def registration(self, index, number):
        export, unmetered = self.chance(0.3), self.chance(0.08)
        half_hourly = not export and not unmetered and self.chance(0.15)
        row = {
            "mpan": number, "gsp_group": "_G" if number.startswith("16") else "_C",
            "supplier": self.random.choice(["SUPA", "SUPB"]), "supplier_efd": "2020-01-01",
            "mp_status": "T", "rmp_status": "O", "energisation": "E", "energisation_efd": "2015-07-01", "pc": "01",
            "ssc": "0393", "mc": "A", "mtc": "801", "llfc": "100", "llfc_efd": "2015-07-01", "connection_type": "W",
            "connection_efd": "2024-09-13", "segment": "S", "segment_efd": "2024-09-13", "dpi": "true",
            "dpi_efd": "2022-07-18", "direction": "I", "metered": "true", "dcc_flag": "A", "dcc_efd": "2020-06-01",
            "postcode": self.random.choice(["E1 1AA", "E1 1BB", "e11bb"]), "created": "2005-01-01",
        }
        if export:
            row.update({"pc": "08", "ssc": "0482", "mtc": "870", "llfc": "200", "direction": "E"})
        if half_hourly:
            row.update({"pc": "00", "ssc": "", "mc": self.random.choice("CEFG"), "mtc": "845", "llfc": "300",
                        "connection_type": "L", "segment": "A", "dpi": "false", "dcc_flag": ""})
        if unmetered:
            row.update({"pc": "00", "ssc": "", "mc": "D", "mtc": "863", "llfc": "400", "connection_type": "U",
                        "segment": "U", "dpi": "false", "direction": "I", "metered": "false", "dcc_flag": ""})
        if self.chance(0.06):
            row.update({"mp_status": "X", "rmp_status": "T", "energisation": "D"})
        return {column: value if column == "mpan" else self.value(column, value) for column, value in row.items()}

    def meter(self, number, index):
        smart = self.chance(0.7)
        removed = self.chance(0.2)
        installed = self.random.choice(["2012-05-01", "2020-01-01", "2026-06-15"])
        row = {
            "mpan": number, "meter_id": "M%08d" % index, "meter_type": "S2A" if smart else "N",
            "make_type": "ACME 100", "esme_id": "00-DB-12-00-00-01-%02X-%02X" % (index // 256 % 256, index % 256),
            "location": "B", "digits": "5", "install_date": installed,
            "removal_date": "",
            "map_id": "MAPA", "map_efd": installed, "mem": self.random.choice(["MEMA", "MEMB"]),
        }
        if removed:
            row["removal_date"] = self.random.choice(["2020-01-01", "2021-12-31", "2026-07-01", "2026-07-02"])
        if not smart:
            row["esme_id"] = ""
        if self.chance(0.15):
            row["meter_id"] = self.random.choice(SERIALS)
        if self.chance(0.1):
            row["esme_id"] = self.esme()
        return {column: value if column == "mpan" else self.value(column, value) for column, value in row.items()}

    def make(self):
        count = self.random.choice((20, 40, 80, 200))
        while len(self.mpans) < count:
            code = self.random.choice(["12"] * 8 + ["16", "16", "28"])
            number = mpan("%s%010d" % (code, 1000 + len(self.mpans)))
            self.mpans.append(number)
        self.tables["REG"] = [self.registration(i, number) for i, number in enumerate(self.mpans)]
        meters = []
        for number in self.mpans:
            for _ in range(self.random.choice((0, 1, 1, 1, 1, 2, 3))):
                meters.append(self.meter(number, len(meters)))
        self.tables["MTR"] = meters
        self.links()
        self.histories()
        self.copies()
        self.further()
        self.tables["exemptions"] = [
            {"mpan": self.some_mpan(), "item": self.random.choice(["esme_id", "location", "digits", "dpi"]),
             "scenario": "any", "until": self.random.choice(["", "2026-06-30", "2026-07-01", "2027-01-01"])}
            for _ in range(count // 8)]
        self.tables.update(reference_tables())
        self.repeat_rows()
        self.tables["manifest"] = [
            {"register": register, "rows": str(len(self.tables[register]) + (1 if self.chance(0.1) else 0))}
            for register in ("REG", "MTR", "DCC")]

    def links(self):
        rows = []
        exports = [row["mpan"] for row in self.tables["REG"] if row["direction"] == "E"]
        shared = {}
        for row in self.tables["MTR"]:
            shared.setdefault(row["mpan"], row)
        for number in exports:
            principal = self.some_mpan()
            if self.chance(0.8) and principal in shared:
                if number in shared:
                    for column in ("meter_id", "esme_id", "meter_type"):
                        shared[number][column] = shared[principal][column]
            if self.chance(0.8):
                rows.append({"kind": "IE", "principal": principal, "subsidiary": number})
        for _ in range(len(self.mpans) // 6):
            rows.append({"kind": self.random.choice(["REL", "REL", "IE"]), "principal": self.some_mpan(),
                         "subsidiary": self.some_mpan()})
        for row in rows:
            row["from"] = self.random.choice(["2020-01-01", "2020-01-01", "2021-12-31", "", "2026-07-02"])
            row["to"] = self.random.choice(["", "", "", "2026-06-30", "2026-07-01", "2019-12-31"])
            for column in ("from", "to"):
                row[column] = self.day() if self.chance(self.faults) else row[column]
            if self.chance(self.faults / 5):
                row["kind"] = self.random.choice(["XX", "ie", ""])
        self.tables["LNK"] = rows

    def further(self):
        """Columns and registers that may be missing: each in about half of all markets."""
        more = self.more
        if more.random() < 0.5:
            for row in self.tables["MTR"]:
                row["ihd"] = more.choice(["I", "D", ""]) if more.random() < 0.3 else ""
                row["smso"] = more.choice(["SMSA", ""]) if more.random() < 0.3 else ""
        if more.random() < 0.5:
            self.sides()
        if more.random() < 0.5:
            devices = [row["esme_id"] for row in self.tables["MTR"] if row["esme_id"]] or ["00-DB-12-00-00-00-00-01"]
            self.tables["hubs"] = [
                {"guid": more.choice(devices) if more.random() < 0.5 else "00-DB-12-00-00-09-00-%02X" % number,
                 "kind": more.choice(["hub", "gas-proxy", ""])}
                for number in range(len(self.mpans) // 4 + 1)]
        if more.random() < 0.5:
            self.tables["appointments"] = [
                {"mpan": number if more.random() > self.faults / 20 else self.some_mpan(),
                 "ms": more.choice(["MEMA", "MEMA", "MEMB", ""]), "ds": more.choice(["DSA", "DSA", "DSA", "DSB"]),
                 "from": more.choice(["", "2020-01-01", "2026-07-01", "2026-07-02"]),
                 "to": more.choice(["", "", "", "2026-06-30", "2026-07-01"])}
                for number in self.mpans for _ in range(more.choice((0, 1, 1, 1, 2)))]
            for row in self.tables["appointments"]:
                for column in ("from", "to"):
                    if more.random() < self.faults / 5:
                        row[column] = more.choice(ODD_DAYS)

    def sides(self):
        """Links as both sides state them, or one of them, or a row for both."""
        more, rows = self.more, []
        for row in self.tables["LNK"]:
            names = {"principal": ["principal", row["principal"]], "subsidiary": ["subsidiary", row["subsidiary"]]}
            told = more.choice([[""], ["principal", "subsidiary"], ["principal", "subsidiary"], ["principal"],
                                ["subsidiary"]])
            for side in told:
                text = more.choice(names[side]) if side else ""
                if more.random() < self.faults / 5:
                    text = more.choice(["both", "1200000000010", "x|"])
                rows.append({**row, "stated_by": text})
        self.tables["LNK"] = rows

    def histories(self):
        rows = []
        for number in self.mpans:
            for item in ("segment", "dpi", "mp_status", "meter_id", "odd"):
                if not self.chance(0.15):
                    continue
                values = {"segment": "SAU", "mp_status": "TXR"}.get(item, "AB")
                for _ in range(self.random.randrange(1, 4)):
                    rows.append({"mpan": number if self.chance(0.98) else self.some_mpan(), "item": item,
                                 "value": self.random.choice(values), "from": self.day(),
                                 "to": self.random.choice(["", self.day()])})
        self.tables["HIS"] = rows

    def copies(self):
        """EES, DCC and MEM: what REG and MTR say, with differences."""
        self.tables["EES"] = [
            {column: value if column == "mpan" else self.value(column, value) for column, value in row.items()}
            for row in self.tables["REG"] if not self.chance(self.faults / 4)]
        self.tables["DCC"] = [
            {"esme_id": self.value("esme_id", row["esme_id"]), "mpan": row["mpan"], "status": "active", "as_at": AS_AT}
            for row in self.tables["MTR"] if row["esme_id"] and not row["removal_date"] and self.chance(0.95)]
        self.tables["MEM"] = [
            {column: row[column] if column == "mpan" else self.value(column, row[column])
             for column in ("mem", "mpan", "meter_id", "location", "digits", "install_date")}
            for row in self.tables["MTR"] if not row["removal_date"] and self.chance(0.9)]
        for table in ("EES", "DCC", "MEM"):
            for row in self.tables[table]:
                if self.chance(self.faults / 4):
                    row["mpan"] = self.some_mpan()

    def repeat_rows(self):
        """The same key again, with equal or other values, in the same file or another."""
        for table in ("REG", "EES", "MTR", "LNK", "HIS", "DCC", "MEM", "hubs", "appointments"):
            for row in list(self.tables.get(table, [])):
                if not self.chance(self.faults / 3):
                    continue
                copy = dict(row)
                columns = [column for column in copy if column != "mpan"]
                if self.chance(0.6):
                    column = self.random.choice(columns)
                    copy[column] = self.value_other(column, copy[column])
                if self.chance(0.3):
                    copy["@file"] = table + "-2"
                self.tables[table].insert(self.random.randrange(len(self.tables[table]) + 1), copy)

    def value_other(self, column, value):
        if column in CHOICES:
            return self.random.choice(CHOICES[column])
        return self.esme() if column == "esme_id" else value

    def options(self):
        arguments = ["--as-at", AS_AT]
        for sender in ("REG=L:LOND", "REG=F:FILE", "DCC=D:DCCO", "MTR=M:MEMA", "EES=F:EESP"):
            register = sender.split("=")[0]
            if self.chance(0.3) and not any(one.startswith(register + "=") for one in arguments):
                arguments += ["--sender", sender]
        if self.chance(0.5):
            arguments += ["--mapping", "EES=utc.json"]
        if self.chance(0.3):
            arguments += ["--mapping", "MEM=utc.json"]
        return arguments

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        arguments = self.options()
        with open(os.path.join(folder, "utc.json"), "w", encoding="utf-8") as out:
            out.write('{"clock": "utc"}\n')
        with open(os.path.join(folder, "options.txt"), "w", encoding="utf-8") as out:
            out.write("\n".join(arguments) + "\n")
        for name, rows in self.tables.items():
            if self.chance(0.02) and name not in ("REG", "manifest"):
                continue
            self.write_table(folder, name, rows)

    def write_table(self, folder, name, rows):
        columns = [column for column in (rows[0] if rows else {"mpan": ""}) if column != "@file"]
        keys = ("mpan", "meter_id", "kind", "principal", "subsidiary", "item", "value", "from", "esme_id", "mem")
        if name == "EES" and self.chance(0.3):
            columns = [column for column in columns if column in keys or self.chance(0.7)]
        self.random.shuffle(columns)
        if not rows and name in ("LNK", "HIS", "appointments"):
            return
        for file in sorted({row.get("@file", name) for row in rows} | {name}):
            with open(os.path.join(folder, file + ".csv"), "w", newline="", encoding="latin-1") as out:
                writer = csv.writer(out, lineterminator="\n")
                writer.writerow(columns)
                for row in rows:
                    if row.get("@file", name) == file:
                        fields = [row.get(column, "") for column in columns]
                        if self.chance(self.faults / 20):
                            fields = fields + ["more"]
                        writer.writerow(fields)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    maker = Maker(options.seed)
    maker.make()
    maker.write(options.out)
    print(options.out)


if __name__ == "__main__":
    main()
