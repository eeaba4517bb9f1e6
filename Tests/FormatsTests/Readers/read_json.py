"""Reads a JSON array of objects and prints each as a list of [name, value], which keeps order and repeats."""

import json
import sys

with open(sys.argv[1], encoding="utf-8", errors="strict") as file:
    json.dump(json.load(file, object_pairs_hook=lambda pairs: [list(pair) for pair in pairs]), sys.stdout)
