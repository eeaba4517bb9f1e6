"""Rules on one serial or one ESME at several MPANs: every pair is looked at by itself."""

import re

from market import meter_order, squeezed

YEARED = re.compile(r"^([A-Z])([0-9]{2})([A-Z].*[0-9])$")


def shared_rules(market):
    """Raise the rules of shared meters and devices; the exports whose LNK-15 stands at one postcode."""
    if "MTR" not in market.there:
        return set()
    meters = [
        (mpan, meter) for mpan in market.live_mpans() for meter in market.open_meters(mpan)
    ]
    replaced = set()
    market.shared = []
    if "LNK" in market.there:
        unlinked_pairs(market, meters, replaced)
    for pair in pairs(meters, lambda meter: market.good_id(meter) and squeezed(market.good_id(meter))):
        spaced_or_two_devices(market, pair)
    # Of several rows of one MPAN the first by id and dates speaks.
    for rule, mpan, item, observed, meter in sorted(market.shared, key=lambda one: meter_order(one[4])):
        market.raise_(rule, "M", mpan, item, observed, meter=meter)
    return replaced


def later(market, rule, mpan, item, observed, meter):
    """Keep what is found of a meter row until all is found."""
    market.shared.append((rule, mpan, item, observed, meter))


def unlinked_pairs(market, meters, replaced):
    """Rules that need to know which MPANs are in one set; those of a removed link row are not known."""
    meters = [(mpan, meter) for mpan, meter in meters if not market.reader.row_removed("LNK", mpan)]
    for pair in pairs(meters, market.good_id):
        if not different_makes(pair):
            unlinked(market, pair, "meter_id", replaced)
    for pair in pairs(meters, market.good_esme):
        unlinked(market, pair, "esme_id", replaced)
    for pair in pairs(meters, market.good_id):
        same_serial(market, pair, replaced)
    for pair in pairs(meters, market.good_esme):
        (one, _), (two, _) = pair
        if one != two and not market.one_set(one, two) and frozenset((one, two)) not in replaced:
            for mpan, meter in pair:
                market.raise_("ESM-05", "S", mpan, "esme_id", [one, two], row=meter)
    years(market, meters)


def pairs(meters, key_of):
    """Every two meters with one key."""
    groups = {}
    for mpan, meter in meters:
        key = key_of(meter)
        if key:
            groups.setdefault(key, []).append((mpan, meter))
    for key in sorted(groups):
        group = groups[key]
        for position, one in enumerate(group):
            for two in group[position + 1:]:
                yield one, two


def different_makes(pair):
    one, two = (meter.get("make_type") for _, meter in pair)
    return one is not None and two is not None and one.upper() != two.upper()


def unlinked(market, pair, item, replaced):
    """LNK-15: an import and an export share a meter or a device and are not in one set."""
    mpans = [mpan for mpan, _ in pair]
    ways = [market.value(mpan, "direction") for mpan in mpans]
    if sorted(str(way) for way in ways) != ["E", "I"] or market.one_set(*mpans):
        return
    export = pair[ways.index("E")]
    if item == "meter_id" or not market.findings.has("LNK-15", export[0]):
        market.raise_("LNK-15", "S", export[0], item, mpans, row=export[1])
    if market.postcode(mpans[0]) and market.postcode(mpans[0]) == market.postcode(mpans[1]):
        replaced.add(frozenset(mpans))


def same_serial(market, pair, replaced):
    (one, first), (two, second) = pair
    if one == two or market.one_set(one, two):
        return
    if different_makes(pair):
        for mpan, meter in pair:
            later(market, "MTR-05", mpan, "meter_id", [one, two], meter)
        return
    if frozenset((one, two)) in replaced:
        return
    dates = first.get("install_date"), second.get("install_date")
    if dates[0] and dates[1] and dates[0] != dates[1]:
        stale = pair[0] if dates[0] < dates[1] else pair[1]
        later(market, "MTR-06", stale[0], "meter_id", [one, two], stale[1])
    else:
        for mpan, meter in pair:
            later(market, "MTR-02", mpan, "meter_id", [one, two], meter)


def spaced_or_two_devices(market, pair):
    (one, first), (two, second) = pair
    if market.good_id(first) != market.good_id(second):
        for mpan, meter in pair:
            later(market, "MTR-03", mpan, "meter_id", meter.get("meter_id"), meter)
    devices = market.good_esme(first), market.good_esme(second)
    if market.one_set(one, two) and devices[0] and devices[1] and devices[0] != devices[1]:
        for mpan, meter in pair:
            later(market, "ESM-06", mpan, "esme_id", devices, meter)


def years(market, meters):
    def without_year(meter):
        match = YEARED.match(squeezed(market.good_id(meter)))
        return (match.group(1), match.group(3)) if match else None
    for pair in pairs(meters, without_year):
        (one, first), (two, second) = pair
        if squeezed(first.get("meter_id")) != squeezed(second.get("meter_id")):
            if one != two and not market.one_set(one, two):
                for mpan, meter in pair:
                    later(market, "MTR-04", mpan, "meter_id", meter.get("meter_id"), meter)
