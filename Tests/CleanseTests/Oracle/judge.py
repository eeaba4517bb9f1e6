"""One first run: read a folder, apply every rule in the order of precedence, and give what was found."""

import json

from class_rules import class_rules
from findings import Findings
from link_rules import link_rules
from market import Market
from meter_rules import device_spelling, meter_rules, once_per_meter
from reading import Reader
from reconcile import reconcile
from reference import Reference
from row_rules import date_rules, identity_rules, reference_rules, status_rules
from shared_rules import shared_rules

TABLES = ("distributors", "llfc", "mtc", "ssc", "parties")


def judge(folder, as_at, senders=None, mappings=None):
    """The findings and the market of a folder on a date. Senders: {"REG": ("L", "LOND")}; mappings: JSON values."""
    findings, reference = Findings(), Reference(as_at)
    reader = Reader(folder, as_at, findings, senders or {}, mappings or {}, reference)
    for table in TABLES:
        reference.tables[table] = reader.read(table)
    reader.manifest = reader.read("manifest")
    market = Market(as_at, findings, reader, reference)
    market.make_sets()
    identity_rules(market)
    if "REG" in market.there:
        reference_rules(market)
        status_rules(market)
        class_rules(market)
        date_rules(market)
        meter_rules(market)
        device_spelling(market)
        once_per_meter(market)
        replaced = shared_rules(market)
        link_rules(market, replaced)
    reconcile(market)
    return findings, market


def read_mappings(arguments):
    mappings = {}
    for argument in arguments or []:
        register, path = argument.split("=", 1)
        with open(path, encoding="utf-8") as file:
            mappings[register] = json.load(file)
    return mappings


def read_senders(arguments):
    senders = {}
    for argument in arguments or []:
        register, party = argument.split("=", 1)
        letter, mpid = party.split(":", 1)
        senders[register] = (letter, mpid)
    return senders
