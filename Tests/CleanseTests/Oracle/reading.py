"""Read a folder of canonical CSV: rows with typed fields, and what is wrong with files and rows by themselves.

A blank field is None and a field that cannot be read is UNKNOWN; no rule tests UNKNOWN.
"""

import csv
import io
import os
import re

from contract import DATES, KEYS, MPAN_COLUMNS, PSEUDO_DISTRIBUTORS, REGISTERS, WIDTHS
from days import read_day
from devices import esme_empty, esme_octets

SCIENTIFIC = re.compile(r"^[0-9](\.[0-9]+)?[eE][+-][0-9]{1,3}$")
FIVE_DIGITS = re.compile(r"^[0-9]{5}$")
TWENTY_DIGITS = re.compile(r"^[0-9]{20}$")
THIRTEEN_DIGITS = re.compile(r"^[0-9]{13}$")
BOOLEANS = {"true": True, "t": True, "y": True, "false": False, "f": False, "n": False}
WEIGHTS = (3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43)


class Unknown:
    def __repr__(self):
        return "?"


UNKNOWN = Unknown()


class Row:
    def __init__(self, register, file, line, raw):
        self.register, self.file, self.line, self.raw = register, file, line, raw
        self.values = {}

    def get(self, column):
        """The value of a column, or None when it is blank or unknown."""
        value = self.values.get(column)
        return None if value is UNKNOWN else value

    def unknown(self, column):
        return self.values.get(column) is UNKNOWN

    def blank(self, column):
        return self.values.get(column) is None


def check_digit_right(mpan):
    total = sum(int(digit) * weight for digit, weight in zip(mpan, WEIGHTS))
    return total % 11 % 10 == int(mpan[12])


def find_files(folder, register):
    names = [
        name for name in os.listdir(folder)
        if name == register + ".csv" or (name.startswith(register + "-") and name.endswith(".csv"))
    ]
    return sorted(names)


def records(path):
    """The lines of a CSV file with the number of the line each begins on; bytes stand as Latin-1."""
    with open(path, "rb") as file:
        content = file.read()
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    reader = csv.reader(io.StringIO(content.decode("latin-1"), newline=""))
    line = 1
    for fields in reader:
        if fields:
            yield line, fields
        line = reader.line_num + 1


class Reader:
    """Reads the files of one folder; `columns_of[register]` says which columns any of its files has."""

    def __init__(self, folder, as_at, findings, senders, mappings, reference=None):
        self.folder, self.as_at, self.findings = folder, as_at, findings
        self.senders, self.mappings, self.reference = senders, mappings, reference
        self.columns_of, self.row_counts, self.first_file = {}, {}, {}
        # Per register, the readable MPANs of rows removed for spreadsheet damage.
        self.removed = {}

    def party(self, register, letter):
        """The party of the sender of a register: any letter for F, else only its own."""
        sender = self.senders.get(register)
        if sender and (letter == "F" or sender[0] == letter):
            return letter + ":" + sender[1]
        return letter + ":?"

    def read(self, register):
        """All rows of a register, or None when it has no file that can be read."""
        rows, seen = [], False
        for name in find_files(self.folder, register):
            self.first_file.setdefault(register, name)
            own = self.read_file(register, name)
            if own is not None:
                seen = True
                rows.extend(self.merge_within_file(register, own))
        return rows if seen else None

    def header(self, register, name, fields):
        """The position of each contract column, or None when the file is refused."""
        theirs = their_names(REGISTERS[register], self.mappings.get(register, {}))
        titles = [field.strip(" ") for field in fields]
        positions, refused = {}, False
        for column in REGISTERS[register]:
            wanted = [i for i, title in enumerate(titles) if title == theirs.get(column, column)]
            if len(wanted) > 1 or (not wanted and column in KEYS[register]):
                row = Row(register, name, 1, {})
                self.findings.add("FIL-04", self.party(register, "F"), name, column, len(wanted), 1, row)
                refused = True
            elif wanted:
                positions[column] = wanted[0]
        return None if refused else positions

    def read_file(self, register, name):
        rows, positions, width = [], None, 0
        for line, fields in records(os.path.join(self.folder, name)):
            if positions is None:
                positions, width = self.header(register, name, fields), len(fields)
                if positions is None:
                    return None
                self.columns_of.setdefault(register, set()).update(positions)
                continue
            self.row_counts[register] = self.row_counts.get(register, 0) + 1
            raw = {c: fields[i].strip(" ") for c, i in positions.items() if i < len(fields)}
            row = Row(register, name, line, raw)
            if self.removes(row):
                continue
            if len(fields) != width:
                subject = self.subject(row)
                self.findings.add(
                    "FIL-04", self.party(register, "F"), subject, "fields", len(fields), width, row)
            if self.keep(row, positions):
                rows.append(row)
        if positions is None:
            row = Row(register, name, 1, {})
            self.findings.add("FIL-04", self.party(register, "F"), name, KEYS[register][0], 0, 1, row)
        return rows if positions is not None else None

    def subject(self, row):
        columns = ["subsidiary"] if row.register == "LNK" else ["mpan"]
        return row.raw.get(columns[0]) or row.file

    def mpan_columns(self, register):
        return MPAN_COLUMNS.get(register, ["mpan"] if "mpan" in KEYS[register] else [])

    def removes(self, row):
        """Whether FIL-11 or a rule of its MPANs removes a row, so that nothing else is said of it."""
        if not self.is_register(row.register):
            return False
        mpans = self.mpan_columns(row.register)
        if self.spreadsheet_damage(row, mpans):
            return True
        return any([self.bad_mpan(row, column) for column in mpans])

    def keep(self, row, positions):
        """Type the fields of a row; false when the row is used no further."""
        register = row.register
        mpans = self.mpan_columns(register)
        for column in positions:
            row.values[column] = self.field(row, column, mpans)
        if register == "hubs":
            return self.hub(row)
        if register == "LNK" and row.get("stated_by"):
            self.side(row)
        if register == "LNK" and row.get("kind") not in ("IE", "REL"):
            if not row.unknown("kind"):
                self.findings.add(
                    "FIL-03", self.party(register, "F"), self.subject(row), "kind", row.raw.get("kind"),
                    "IE or REL", row)
            return False
        return True

    def hub(self, row):
        """A hub's octets, whatever their spelling; false when there are none, and the row is used no further."""
        octets = esme_octets(row.get("guid") or "")
        if octets is None or esme_empty(octets):
            if not row.unknown("guid"):
                self.findings.add(
                    "FIL-07", self.party("hubs", "F"), row.file, "guid", row.raw.get("guid"), "eight octets", row)
            return False
        row.values["guid"] = octets
        if row.get("kind") not in (None, "hub", "gas-proxy"):
            self.findings.add(
                "FIL-03", self.party("hubs", "F"), row.file, "kind", row.get("kind"), "hub or gas-proxy", row)
            row.values["kind"] = UNKNOWN
        return True

    def side(self, row):
        """Which side states a link: by its word or its MPAN."""
        text = row.get("stated_by")
        names = {"principal": "principal", "subsidiary": "subsidiary"}
        names.setdefault(row.get("subsidiary"), "subsidiary")
        names[row.get("principal")] = "principal"
        side = names.get(text)
        if side is None:
            self.findings.add(
                "FIL-03", self.party("LNK", "F"), self.subject(row), "stated_by", text, "a side of the link", row)
            side = UNKNOWN
        row.values["stated_by"] = side

    def is_register(self, register):
        return register.isupper() or register in ("exemptions", "hubs", "appointments")

    def spreadsheet_damage(self, row, mpans):
        damaged = False
        for column, text in row.raw.items():
            bad = SCIENTIFIC.match(text)
            bad = bad or (column in mpans and TWENTY_DIGITS.match(text))
            bad = bad or (column in DATES and FIVE_DIGITS.match(text))
            if bad:
                damaged = True
                subject = text if column in mpans else self.subject(row)
                self.findings.add("FIL-11", self.party(row.register, "F"), subject, column, text, "", row)
        for column in mpans if damaged else []:
            text = row.raw.get(column, "")
            if self.mpan_fault(text) is None:
                self.removed.setdefault(row.register, set()).add(text)
        return damaged

    def mpan_fault(self, text):
        """The rule that an MPAN breaks so that its row is removed, or None."""
        if not THIRTEEN_DIGITS.match(text):
            return "MPN-01"
        if not check_digit_right(text):
            return "MPN-02"
        if text[:2] in PSEUDO_DISTRIBUTORS:
            return "MPN-05"
        if self.reference.has("distributors") and self.reference.distributor_state(text[:2]) == "unknown":
            return "MPN-03"
        return None

    def bad_mpan(self, row, column):
        text = row.raw.get(column, "")
        rule = self.mpan_fault(text)
        if rule:
            self.findings.add(rule, self.party(row.register, "F"), text or row.file, column, text, "", row)
        return rule is not None

    def field(self, row, column, mpans):
        register, text = row.register, row.raw.get(column)
        if text is None:
            return UNKNOWN
        if text == "":
            return None
        if column in mpans:
            return text
        owner, subject = self.party(register, "F"), self.subject(row)
        if self.is_register(register) and any(c < " " or c > "~" or c == "|" for c in text):
            self.findings.add("FIL-07", owner, subject, column, text.encode("unicode_escape").decode(), "", row)
            return UNKNOWN
        if column in DATES:
            mapping = self.mappings.get(register, {})
            day = read_day(text, mapping.get("dates"), mapping.get("clock", "local"))
            if day is None:
                subject = subject if self.is_register(register) else row.file
                self.findings.add("FIL-06", owner, subject, column, text, "a date", row)
                return UNKNOWN
            return day
        if column in ("dpi", "metered") and register in ("REG", "EES"):
            return self.boolean(row, column, text, owner, subject)
        if column in WIDTHS and text.isascii() and text.isdigit():
            return text.rjust(WIDTHS[column], "0")
        return text

    def boolean(self, row, column, text, owner, subject):
        value = BOOLEANS.get(text.lower())
        if value is None and column == "dpi":
            self.findings.add("DPI-02", owner, subject, "dpi", text, "true or false", row)
        elif value is None and row.register == "EES":
            return text
        elif value is None:
            owner = "L:" + (self.reference.mpid(subject) or "?")
            self.findings.add("STA-01", owner, subject, "metered", text, "true or false", row)
        return UNKNOWN if value is None else value

    def row_removed(self, register, mpan):
        """Whether a row of an MPAN was removed for spreadsheet damage: nothing follows from its absence."""
        return mpan in self.removed.get(register, ())

    # Keys

    def key(self, row):
        columns = {
            "REG": ["mpan"], "EES": ["mpan"], "DCC": ["mpan", "esme_id"], "MEM": ["mem", "mpan", "meter_id"],
            "LNK": ["kind", "principal", "subsidiary", "from", "stated_by"], "hubs": ["guid"],
        }.get(row.register)
        if row.register in ("HIS", "appointments") or (row.register == "MTR" and self.meter_removed(row)):
            columns = REGISTERS[row.register]
        if columns is None:
            return None
        return tuple(same(row, column) for column in columns)

    def meter_removed(self, row):
        day = row.get("removal_date")
        return day is not None and day <= self.as_at

    def merge_within_file(self, register, rows):
        """One row a key: FIL-09 when any two of its rows differ, else FIL-10."""
        groups, result = {}, []
        for row in rows:
            key = self.key(row)
            if key is None or key not in groups:
                result.append(row)
            if key is not None:
                groups.setdefault(key, []).append(row)
        for group in groups.values():
            if len(group) > 1:
                differs = merge(group)
                item = {"LNK": "subsidiary", "hubs": "guid"}.get(register, "mpan")
                rule = "FIL-09" if differs else "FIL-10"
                owner = self.party(register, "F")
                self.findings.add(rule, owner, self.subject(group[0]), item, differs, "", group[1])
        return result


def their_names(columns, mapping):
    """The sender's title of each canonical column: from `columns` in either direction, or from the top level."""
    names = {}
    top = {key: value for key, value in mapping.items() if key in columns}
    for one, two in list(mapping.get("columns", {}).items()) + list(top.items()):
        if one in columns:
            names[one] = two
        elif two in columns:
            names[two] = one
    return names


def same(row, column):
    """What a field says, for comparison; fields that cannot be read are alike."""
    value = row.values.get(column)
    return ("?", "") if value is UNKNOWN else ("", "" if value is None else str(value))


def merge(rows):
    """Fold rows of one key into the first: fields that differ become unknown. The columns that differ."""
    first = rows[0]
    differs = [c for c in REGISTERS[first.register] if len({same(row, c) for row in rows}) > 1]
    for column in differs:
        first.raw[column] = " / ".join(sorted({row.raw.get(column, "") for row in rows}))
        first.values[column] = UNKNOWN
    return differs
