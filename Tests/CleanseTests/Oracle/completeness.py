"""The certificate: each MPAN of REG in exactly one class of each item."""

import datetime

from contract import LOCATIONS
from devices import esme_empty, esme_octets
from meter_rules import digit_right
from reading import UNKNOWN

ITEMS = ("esme_id", "location", "digits", "connection_type", "dpi")
CLASSES = ("valid", "invalid", "missing", "exempt", "out_of_scope")


def item_right(item, value, hubs=()):
    if value is UNKNOWN:
        return False
    if item == "esme_id":
        octets = esme_octets(value)
        return octets is not None and not esme_empty(octets) and octets not in hubs
    if item == "location":
        return value in LOCATIONS
    if item == "digits":
        return digit_right(value)
    if item == "connection_type":
        return value in ("W", "L", "H", "E", "U")
    return True


def values_in_scope(market, mpan, item):
    """The values of an item that count for an MPAN; none when it is out of scope."""
    row = market.reg[mpan]
    if market.disconnected(mpan):
        return []
    if item in ("connection_type", "dpi"):
        return [row.values.get(item)]
    if row.get("connection_type") == "U":
        return []
    meters = market.open_smets(mpan) if item == "esme_id" else market.open_meters(mpan)
    return [meter.values.get(item) for meter in meters]


def exempt(market, mpan, item):
    for row in market.exemptions.get(mpan, []):
        if row.get("item") == item and (row.blank("until") or (row.get("until") or datetime.date.min) >= market.as_at):
            return True
    return False


def item_class(market, mpan, item):
    values = values_in_scope(market, mpan, item)
    if not values:
        return "out_of_scope"
    if any(value is not None and not item_right(item, value, market.hubs) for value in values):
        found = "invalid"
    elif any(value is None for value in values):
        found = "missing"
    else:
        return "valid"
    return "exempt" if exempt(market, mpan, item) else found


def certificate(market):
    """Rows of item, cut, population and the count of each class."""
    table = []
    for item in ITEMS:
        cuts = {}
        for mpan in sorted(market.reg):
            found = item_class(market, mpan, item)
            for cut in ("all", market.distributor(mpan), market.supplier(mpan)):
                counts = cuts.setdefault(cut, dict.fromkeys(CLASSES, 0))
                counts[found] += 1
        cuts.setdefault("all", dict.fromkeys(CLASSES, 0))
        for cut in sorted(cuts, key=lambda cut: (cut != "all", cut)):
            counts = cuts[cut]
            table.append([item, cut, sum(counts.values())] + [counts[name] for name in CLASSES])
    return table
