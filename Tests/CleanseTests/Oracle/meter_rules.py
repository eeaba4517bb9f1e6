"""Rules on the meters of one MPAN: meter, location, digits, ESME."""

import datetime
import re

from contract import LOCATIONS, METER_TYPES, SMETS, SMETS2, TRADITIONAL
from devices import esme_canonical, esme_empty, esme_octets
from market import squeezed
from reference import start_of

THIRTY_DAYS = datetime.timedelta(days=30)


def meter_rules(market):
    if "MTR" not in market.there:
        return
    for mpan in sorted(market.reg):
        if market.disconnected(mpan):
            for meter in market.open_meters(mpan):
                market.raise_("MTR-15", "M", mpan, "meter_id", meter.get("meter_id"), meter=meter)
            continue
        for meter in market.meters(mpan):
            every_row(market, mpan, meter)
        for meter in market.open_meters(mpan):
            open_row(market, mpan, meter)
        exchanges(market, mpan)
        twice_open(market, mpan)
        unmetered(market, mpan)
        device_rules(market, mpan)


def every_row(market, mpan, meter):
    name, install, removal = meter.get("meter_id"), meter.get("install_date"), meter.get("removal_date")
    if meter.blank("meter_id") or (name and len(squeezed(name)) > 10):
        market.raise_("MTR-01", "M", mpan, "meter_id", name, "1 to 10 characters", meter=meter)
    if install and removal and removal < install:
        market.raise_("MTR-07", "M", mpan, "removal_date", removal, install, meter=meter)
    ended = disconnection_day(market, mpan)
    if install and ended and install >= ended:
        market.raise_("MTR-08", "M", mpan, "install_date", install, ended, meter=meter)
    created = market.reg[mpan].get("created")
    if install and created and install < created:
        market.raise_("MTR-09", "M", mpan, "install_date", install, created, meter=meter)
    assets = meter.get("map_efd")
    if install and assets and assets < install:
        market.raise_("MTR-13", "M", mpan, "map_efd", assets, install, meter=meter)


def disconnection_day(market, mpan):
    """The start of the last row of the history of the MP status, when that row says X."""
    rows = [
        row for row in market.his.get(mpan, [])
        if row.get("item") == "mp_status" and not row.unknown("from")
    ]
    if not rows:
        return None
    last = max(rows, key=lambda row: (start_of(row), row.get("value") or ""))
    return last.get("from") if last.get("value") == "X" else None


def open_row(market, mpan, meter):
    kind, place, digits = meter.get("meter_type"), meter.get("location"), meter.get("digits")
    if kind is not None and kind not in METER_TYPES:
        market.raise_("MTR-12", "M", mpan, "meter_type", kind, meter=meter)
    if place is not None and place not in LOCATIONS:
        market.raise_("LOC-01", "M", mpan, "location", place, meter=meter)
    if place in ("F", "D"):
        market.raise_("LOC-03", "M", mpan, "location", place, meter=meter)
    if digits is not None and not digit_right(digits):
        market.raise_("DIG-01", "M", mpan, "digits", digits, "1 to 9", meter=meter)
    spelling(market, mpan, meter, "M", meter)
    if market.is_hub(meter):
        market.raise_("ESM-08", "D", mpan, "esme_id", meter.get("esme_id"), row=meter)
    if kind in TRADITIONAL and (meter.get("ihd") or meter.get("smso")):
        market.raise_("MTR-16", "S", mpan, "meter_type", kind, row=meter)


def digit_right(text):
    return re.fullmatch(r"[1-9]", text) is not None


def spelling(market, mpan, row, letter, meter=None):
    """ESM-02, 03 or 04 for one ESME of MTR or DCC."""
    text = row.get("esme_id")
    if text is None:
        return
    octets = esme_octets(text)
    if octets is None:
        market.raise_("ESM-02", letter, mpan, "esme_id", text, row=row, meter=meter)
    elif esme_empty(octets):
        market.raise_("ESM-04", letter, mpan, "esme_id", text, row=row, meter=meter)
    elif text != esme_canonical(octets):
        market.raise_("ESM-03", letter, mpan, "esme_id", text, esme_canonical(octets), row=row, meter=meter)


def device_spelling(market):
    """The spelling of ESMEs in DCC rows, after those of MTR."""
    for mpan in sorted(market.dcc):
        if market.live(mpan):
            for row in market.dcc[mpan]:
                spelling(market, mpan, row, "D")


def exchanges(market, mpan):
    meters = market.meters(mpan)
    for new in meters:
        for old in meters:
            if squeezed(new.get("meter_id")) == squeezed(old.get("meter_id")):
                continue
            if not new.get("meter_id") or not old.get("meter_id"):
                continue
            start, begun, ended = new.get("install_date"), old.get("install_date"), old.get("removal_date")
            if start and begun and ended and begun < start < ended:
                market.raise_("MTR-10", "M", mpan, "install_date", start, ended, meter=new)
            removed_device(market, mpan, old, new)


def removed_device(market, mpan, old, new):
    """ESM-13: the ESME of a removed meter stands at a new one."""
    if market.is_open(old) or not market.is_open(new):
        return
    if market.good_esme(old) and market.good_esme(old) == market.good_esme(new):
        market.raise_("ESM-13", "M", mpan, "esme_id", new.get("esme_id"), meter=new)


def twice_open(market, mpan):
    seen = set()
    for meter in market.open_meters(mpan):
        name = market.good_id(meter)
        if name is not None and name in seen:
            market.raise_("MTR-11", "M", mpan, "meter_id", name, meter=meter)
        seen.add(name)


def unmetered(market, mpan):
    if market.value(mpan, "connection_type") != "U" or market.findings.has("CON-03", mpan):
        return
    for meter in market.open_meters(mpan):
        market.raise_("MTR-14", "L", mpan, "meter_id", meter.get("meter_id"), row=meter)


def device_rules(market, mpan):
    flag, meters, smets = market.value(mpan, "dcc_flag"), market.open_meters(mpan), market.open_smets(mpan)
    for meter in smets:
        if meter.blank("esme_id"):
            market.raise_("ESM-01", "M", mpan, "esme_id", "", "an ESME", meter=meter)
    for meter in meters:
        kind = market.good_type(meter)
        if kind and kind not in SMETS and not meter.blank("esme_id") and not market.is_hub(meter):
            market.raise_("ESM-07", "M", mpan, "esme_id", meter.get("esme_id"), meter=meter)
    if flag in ("A", "I") and meters and all(meter.blank("esme_id") for meter in meters):
        if not market.findings.has("ESM-01", mpan):
            market.raise_("ESM-09", "D", mpan, "dcc_flag", flag, "an ESME")
    types = [market.good_type(meter) for meter in meters]
    if flag == "A" and types and all(types) and not smets:
        market.raise_("ESM-14", "S", mpan, "dcc_flag", flag, types)
    if flag == "N":
        for meter in smets:
            day = meter.get("install_date")
            if meter.get("meter_type") in SMETS2 and day and day + THIRTY_DAYS < market.as_at:
                market.raise_("ESM-14", "S", mpan, "dcc_flag", flag, meter.get("meter_type"), row=meter)


def once_per_meter(market):
    """LOC-02 and DIG-02: once for each meter, however many MPANs of a set share it."""
    if "MTR" not in market.there:
        return
    for column, rule in (("location", "LOC-02"), ("digits", "DIG-02")):
        shared = {}
        for mpan in market.live_mpans():
            if market.reg[mpan].get("connection_type") == "U":
                continue
            for meter in market.open_meters(mpan):
                if not meter.blank(column):
                    continue
                name = market.good_id(meter) and squeezed(market.good_id(meter))
                group = (market.set_of.get(mpan, mpan), name) if name else (mpan, None)
                shared.setdefault(group, []).append((market.value(mpan, "direction") != "I", mpan, meter))
        for rows in shared.values():
            _, mpan, meter = min(rows, key=lambda row: row[:2])
            market.raise_(rule, "M", mpan, column, "", "a value", meter=meter)
