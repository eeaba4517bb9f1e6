#!/usr/bin/env python3
"""The plain implementation of the cleanse rules, from the command line. README.md says how the rules are read."""

import argparse
import csv
import datetime
import sys

from completeness import CLASSES, certificate
from judge import judge, read_mappings, read_senders

COLUMNS = ("rule", "severity", "owner", "subject", "item", "observed", "expected", "file", "line")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--as-at", required=True)
    parser.add_argument("--sender", action="append", help="REG=L:LOND")
    parser.add_argument("--mapping", action="append", help="EES=FILE")
    parser.add_argument("--certificate", action="store_true")
    options = parser.parse_args()
    findings, market = judge(
        options.folder, datetime.date.fromisoformat(options.as_at), read_senders(options.sender),
        read_mappings(options.mapping))
    out = csv.writer(sys.stdout, lineterminator="\n")
    if options.certificate:
        out.writerow(("item", "cut", "population") + CLASSES)
        out.writerows(certificate(market))
        return
    out.writerow(COLUMNS)
    for one in findings.sorted():
        out.writerow([one[column] for column in COLUMNS])


if __name__ == "__main__":
    main()
