#!/usr/bin/env python3
"""Run the hand-written cases of cases/*.txt against the plain implementation or against the product.

A case is a name and some lines that change the clean market of base_market.py:

    case NAME                          begins a case
    as-at DAY                          other than 2026-07-01
    sender REG=L:LOND                  as the option
    mapping EES={"clock": "utc"}       the JSON of a mapping file
    set REG A dpi=false                change the row of A (REG*: also in EES; MTR*: also in MEM and DCC)
    add MTR C like=A meter_id=X        another row for C, a copy of C's row (or of another's)
    add LNK IE A/B from=2025-01-01     another link; `set LNK A/B ...`, `del LNK A/B`
    del MTR A                          remove the rows of A
    drop LNK                           the file is not there
    raw REG.csv TEXT                   a line to put at the end of a file
    expect RULE OWNER SUBJECT ITEM     an exception; all expected ones are named, and no others may be raised
    cert ITEM CUT P V I M E O          a line of the certificate (others are not looked at)

Names (A, B, ...) stand for the MPANs of base_market.py, `$A` inside a value; a column `@file=REG-2` puts the row into
another file. A value with spaces is quoted: make_type='ACME 200'.
"""

import argparse
import csv
import datetime
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

from base_market import AS_AT, METER, NAMES, tables
from completeness import certificate
from contract import REGISTERS
from judge import judge, read_senders

HERE = os.path.dirname(os.path.abspath(__file__))


class Case:
    def __init__(self, name, place):
        self.name, self.place, self.as_at = name, place, AS_AT
        self.senders, self.mappings, self.raw = [], {}, []
        self.tables, self.manifest_told = tables(), False
        self.expected, self.certificate = set(), []

    def line(self, words, text):
        verb = words[0]
        if verb == "as-at":
            self.as_at = words[1]
        elif verb == "sender":
            self.senders.append(words[1])
        elif verb == "mapping":
            register, value = text.split(" ", 1)[1].split("=", 1)
            self.mappings[register] = json.loads(value)
        elif verb == "drop":
            del self.tables[words[1]]
        elif verb == "raw":
            _, file, content = text.split(" ", 2)
            self.raw.append((file, fill(content)))
        elif verb == "expect":
            self.expected.add((words[1], words[2], named(words[3]), words[4]))
        elif verb == "cert":
            self.certificate.append(words[1:])
        elif verb in ("set", "add", "del"):
            self.change(verb, words[1], words[2:])
        else:
            raise SystemExit("%s: unknown line: %s" % (self.place, text))

    def change(self, verb, table, words):
        mirror = table.endswith("*")
        table = table.rstrip("*")
        self.manifest_told = self.manifest_told or table == "manifest"
        key = words.pop(0) if words and "=" not in words[0] else None
        if table == "LNK" and key and "/" not in key:
            words.insert(0, "kind=" + key)
            key = words.pop(1)
        changes = dict(word.split("=", 1) for word in words)
        changes = {column: fill(value) for column, value in changes.items()}
        if verb == "add":
            self.add(table, key, changes)
            return
        found = [row for row in self.tables[table] if matches(table, row, key)]
        if not found:
            raise SystemExit("%s: no row of %s in %s" % (self.place, key, table))
        if verb == "del":
            self.tables[table] = [row for row in self.tables[table] if row not in found]
            return
        before = dict(found[-1])
        found[-1].update(changes)
        if mirror:
            self.mirror(table, before, changes)

    def add(self, table, key, changes):
        like = changes.pop("like", None)
        rows = self.tables.setdefault(table, [])
        if like:
            row = dict(next(row for row in rows if matches(table, row, like)))
        elif key and table in ("REG", "EES", "MTR", "DCC", "MEM"):
            row = dict(next((row for row in rows if matches(table, row, key)), {}))
        else:
            row = {}
        if table == "MTR" and not row:
            row = dict(METER)
        columns = list(rows[0]) if rows else REGISTERS[table] if table in ("hubs", "appointments") else list(changes)
        if table == "LNK":
            row["principal"], row["subsidiary"] = (named(one) for one in key.split("/"))
        elif "mpan" in columns:
            row["mpan"] = named(key)
        row.update(changes)
        rows.append({**{column: "" for column in columns}, **row})

    def mirror(self, table, before, changes):
        others = {"REG": ["EES"], "MTR": ["MEM", "DCC"]}[table]
        for other in others:
            for row in self.tables.get(other, []):
                if row["mpan"] != before["mpan"]:
                    continue
                if other == "MEM" and row["meter_id"] != before["meter_id"]:
                    continue
                if other == "DCC" and row["esme_id"] != before["esme_id"]:
                    continue
                row.update({column: value for column, value in changes.items() if column in row})

    def write(self, folder):
        if "manifest" in self.tables and not self.manifest_told:
            self.tables["manifest"][0]["rows"] = str(
                len(self.tables.get("REG", [])) + sum(file.startswith("REG") for file, _ in self.raw))
        for name, rows in self.tables.items():
            columns = list(dict.fromkeys(column for row in rows for column in row)) or ["mpan"]
            columns = [column for column in columns if column != "@file"]
            for file in sorted({row.get("@file", name) for row in rows} | {name}):
                with open(os.path.join(folder, file + ".csv"), "w", newline="", encoding="latin-1") as out:
                    writer = csv.writer(out, lineterminator="\n")
                    writer.writerow(columns)
                    for row in rows:
                        if row.get("@file", name) == file:
                            writer.writerow([row.get(column, "") for column in columns])
        for file, content in self.raw:
            with open(os.path.join(folder, file), "a", newline="", encoding="latin-1") as out:
                out.write(content + "\n")


def named(word):
    return NAMES.get(word, fill(word))


def fill(text):
    for name, value in NAMES.items():
        text = text.replace("$" + name, value)
    text = text.replace("\\t", "\t").replace("\\r", "\r").replace("\\n", "\n")
    return re.sub(r"\\x([0-9a-f]{2})", lambda match: chr(int(match.group(1), 16)), text)


def matches(table, row, key):
    if table == "LNK":
        return [row["principal"], row["subsidiary"]] == [named(one) for one in key.split("/")]
    if "mpan" in row:
        return row["mpan"] == named(key)
    return key in row.values()


def read_cases(folder):
    cases = []
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".txt"):
            continue
        with open(os.path.join(folder, file), encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                text = line.strip()
                if not text or text.startswith("#"):
                    continue
                place = "%s:%d" % (file, number)
                if text.startswith("case "):
                    cases.append(Case(text[5:], place))
                else:
                    words = shlex.split(text) if not text.startswith(("raw ", "mapping ")) else text.split()
                    cases[-1].line(words, text)
    return cases


def by_oracle(case, folder):
    findings, market = judge(
        folder, datetime.date.fromisoformat(case.as_at), read_senders(case.senders), case.mappings)
    found = {(one["rule"], one["owner"], one["subject"], one["item"]) for one in findings.sorted()}
    return found, [[str(value) for value in row] for row in certificate(market)]


def by_tool(case, folder, tool):
    """What the product says, with a data folder of its own beside the registers."""
    work = os.path.join(os.path.dirname(folder), "work")
    os.makedirs(work)
    load = [tool, "cleanse", "load", folder, "--as-at", case.as_at]
    for sender in case.senders:
        load += ["--sender", sender]
    for register, mapping in case.mappings.items():
        path = os.path.join(work, register + ".json")
        with open(path, "w", encoding="utf-8") as out:
            json.dump(mapping, out)
        load += ["--mapping", "%s=%s" % (register, path)]
    run(load, work, (0, 2))
    run([tool, "cleanse", "check"], work, (0, 2))
    rows = csv.DictReader(run([tool, "cleanse", "exceptions", "--format", "csv"], work, (0, 2)).splitlines())
    found = {(row["rule"], row["owner"], row["subject"], row["item"]) for row in rows}
    if not case.certificate:
        return found, []
    return found, list(csv.reader(run([tool, "cleanse", "certificate", "--format", "csv"], work, (0, 2)).splitlines()))


def run(arguments, work, statuses):
    environment = {**os.environ, "CHANGEOVER_DATA": os.path.join(work, "changeover-data")}
    done = subprocess.run(arguments, cwd=work, env=environment, capture_output=True, timeout=600)
    if done.returncode not in statuses:
        raise RuntimeError("%s: status %d: %s" % (
            " ".join(arguments[1:3]), done.returncode, done.stderr.decode("utf-8", "replace")[-500:]))
    return done.stdout.decode("utf-8")


def compare(case, found, table):
    lines = ["  not raised: " + " ".join(one) for one in sorted(case.expected - found)]
    lines += ["  not expected: " + " ".join(one) for one in sorted(found - case.expected)]
    for row in case.certificate:
        if row not in table:
            lines.append("  certificate: wanted %s, has %s" % (row, [one for one in table if one[:2] == row[:2]]))
    return lines


def main():
    parser = argparse.ArgumentParser(description="Run the hand-written cases of the cleanse rules.")
    parser.add_argument("--tool", help="the product's binary")
    parser.add_argument("--oracle", action="store_true", help="run against the plain implementation")
    parser.add_argument("--only", default="", help="cases whose name holds this text")
    parser.add_argument("--cases", default=os.path.join(HERE, "cases"))
    options = parser.parse_args()
    cases = [case for case in read_cases(options.cases) if options.only in case.name]
    failed = 0
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            registers = os.path.join(folder, "registers")
            os.makedirs(registers)
            case.write(registers)
            try:
                if options.tool:
                    lines = compare(case, *by_tool(case, registers, os.path.abspath(options.tool)))
                else:
                    lines = compare(case, *by_oracle(case, registers))
            except RuntimeError as error:
                lines = ["  " + str(error)]
        if lines:
            failed += 1
            print("%s: %s" % (case.place, case.name))
            print("\n".join(lines))
    raised = {rule for case in cases for rule, _, _, _ in case.expected}
    print("%d cases, %d failed; %d rules raised" % (len(cases), failed, len(raised)))
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
