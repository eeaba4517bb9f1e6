"""Reads a CSV file as RFC 4180 has it and prints its rows as JSON."""

import csv
import json
import sys

with open(sys.argv[1], encoding="utf-8", errors="strict", newline="") as file:
    json.dump(list(csv.reader(file, strict=True)), sys.stdout)
