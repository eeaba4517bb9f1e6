"""Rules on links: each current row, and all current rows together."""

from contract import REGISTERS
from reading import same
from reference import start_of


def link_rules(market, replaced):
    if "LNK" not in market.there or "REG" not in market.there:
        return
    rows = sorted(market.links, key=lambda row: [same(row, column) for column in REGISTERS["LNK"]])
    link_dates(market, rows)
    current = [row for row in rows if market.current(row)]
    whole = [row for row in current if not broken(market, row)]
    good = [row for row in whole if row.get("principal") != row.get("subsidiary")]
    repeated(market, current)
    one_sided(market, current, good)
    services(market, good)
    for row in good:
        members(market, row)
        pair_rules(market, row)
    several_principals(market, good)
    conflicts(market, good)
    orphans(market, current, replaced)
    related_codes(market, current)


def link_dates(market, rows):
    for row in rows:
        subject = row.get("subsidiary")
        if not market.live(subject):
            continue
        if row.get("from") and row.get("from") > market.as_at:
            market.raise_("EFF-04", "S", subject, "from", row.get("from"), row=row)
        if row.get("from") and row.get("to") and row.get("to") < row.get("from"):
            market.raise_("EFF-03", "S", subject, "to", row.get("to"), row.get("from"), row=row)


def broken(market, row):
    """LNK-12: a member is not in REG or is disconnected."""
    found = False
    sides = ("principal", row.get("principal")), ("subsidiary", row.get("subsidiary"))
    for column, mpan in sides:
        if mpan in market.reg and not market.disconnected(mpan):
            continue
        found = True
        if mpan not in market.reg and market.known(mpan):
            continue
        other = [one for _, one in sides if one != mpan]
        owner = market.supplier(mpan if mpan in market.reg or not other else other[0])
        market.findings.add("LNK-12", owner, mpan, column, mpan, "a live MPAN of REG", row)
    return found


def repeated(market, rows):
    """LNK-05; the rows it names are marked so that LNK-01 and 02 leave them."""
    seen = {}
    for row in rows:
        key = (row.get("kind"), row.get("principal"), row.get("subsidiary"))
        seen.setdefault(key, []).append(row)
    for (_, principal, subsidiary), group in sorted(seen.items()):
        if (told_twice(group) or principal == subsidiary) and market.live(principal) and market.live(subsidiary):
            market.raise_("LNK-05", "S", subsidiary, "subsidiary", principal, row=group[0])
            for row in group:
                row.repeated = True


def told_twice(group):
    """Whether one side states a link in two rows; a blank row states it for both sides."""
    told = [side for row in group for side in sides_of(row) if not row.unknown("stated_by")]
    return len(told) > len(set(told))


def sides_of(row):
    return [row.get("stated_by")] if row.get("stated_by") else ["principal", "subsidiary"]


def one_sided(market, current, good):
    """LNK-13: of all rows of a kind and pair that run, none states the link for this side."""
    if not market.has_column("LNK", "stated_by"):
        return
    told = {}
    for row in current:
        key = (row.get("kind"), row.get("principal"), row.get("subsidiary"))
        told.setdefault(key, set()).update(sides_of(row))
    for row in good:
        key = (row.get("kind"), row.get("principal"), row.get("subsidiary"))
        for side in ("principal", "subsidiary"):
            mpan = row.get(side)
            if side not in told[key] and not market.reader.row_removed("LNK", mpan):
                market.raise_("LNK-13", "L", mpan, side, "", "stated by both", row=row)


def services(market, good):
    """LNK-19: a linked export or a related secondary has another service than its principal."""
    for row in good:
        one, two = row.get("principal"), row.get("subsidiary")
        if row.get("kind") == "IE" and market.value(two, "direction") != "E":
            continue
        if any(market.reader.row_removed("appointments", mpan) for mpan in (one, two)):
            continue
        for column in ("ms", "ds"):
            wanted, found = service(market, one, column), service(market, two, column)
            if wanted and found and wanted != found:
                market.raise_("LNK-19", "S", two, "subsidiary", found, wanted, row=row)


def service(market, mpan, column):
    """The one service that every running row of an MPAN states; None when that is not known."""
    rows = market.appointments.get(mpan, [])
    if any(row.unknown("from") or row.unknown("to") for row in rows):
        return None
    running = {row.get(column) for row in rows if market.current(row)}
    return running.pop() if len(running) == 1 else None


def members(market, row):
    kind = row.get("kind")
    for column in ("principal", "subsidiary"):
        mpan = row.get(column)
        way = market.value(mpan, "direction")
        if kind == "IE" and way is not None and not hasattr(row, "repeated"):
            if column == "principal" and way != "I":
                market.raise_("LNK-01", "S", mpan, column, way, "I", row=row)
            if column == "subsidiary" and way != "E":
                market.raise_("LNK-02", "S", mpan, column, way, "E", row=row)
        if kind == "REL" and way == "E":
            market.raise_("LNK-07", "S", mpan, column, way, "I", row=row)
        if market.value(mpan, "connection_type") == "U":
            market.raise_("LNK-03", "S", mpan, column, "U", row=row)


def pair_rules(market, row):
    kind, one, two = row.get("kind"), row.get("principal"), row.get("subsidiary")

    def differ(column):
        left, right = market.value(one, column), market.value(two, column)
        return left is not None and right is not None and left != right

    if kind == "REL" and differ("supplier"):
        market.raise_("LNK-10", "S", two, "subsidiary", market.value(two, "supplier"), row=row)
    postcodes = market.postcode(one), market.postcode(two)
    if one[:2] != two[:2] or differ("gsp_group") or (all(postcodes) and postcodes[0] != postcodes[1]):
        market.raise_("LNK-14", "S", two, "subsidiary", one, row=row)
    if differ("dpi"):
        market.raise_("DPI-07", "S", two, "dpi", market.value(two, "dpi"), market.value(one, "dpi"), row=row)
    if kind == "IE":
        if "MTR" in market.there:
            no_common_meter(market, row, one, two)
        encoded_profile(market, row, one, two)


def no_common_meter(market, row, one, two):
    ids = []
    for mpan in (one, two):
        names = {market.good_id(meter) for meter in market.open_meters(mpan)} - {None}
        ids.append({name.replace(" ", "") for name in names})
    unread = any(market.reader.row_removed("MTR", mpan) for mpan in (one, two))
    if ids[0] and ids[1] and not unread and not ids[0] & ids[1]:
        market.raise_("LNK-16", "S", two, "meter_id", sorted(ids[1]), sorted(ids[0]), row=row)


def encoded_profile(market, row, one, two):
    code, profile = market.value(two, "ssc"), market.value(one, "pc")
    if code is None or profile is None or not code.isdigit() or market.value(two, "direction") != "E":
        return
    number = int(code)
    if 482 <= number <= 497:
        says = "%02d" % ((number - 482) % 8 + 1)
        if says != profile:
            market.raise_("LNK-17", "S", two, "ssc", code, profile, row=row)


def several_principals(market, rows):
    for kind, rule in (("IE", "LNK-04"), ("REL", "LNK-08")):
        principals = {}
        for row in rows:
            if row.get("kind") == kind:
                principals.setdefault(row.get("subsidiary"), set()).add(row.get("principal"))
        for row in rows:
            if row.get("kind") == kind and len(principals[row.get("subsidiary")]) > 1:
                subject = row.get("subsidiary")
                market.raise_(rule, "S", subject, "subsidiary", sorted(principals[subject]), row=row)


def conflicts(market, rows):
    """LNK-06 and LNK-09: one conflict, told from the side whose link came later."""
    related = [row for row in rows if row.get("kind") == "REL"]
    imports = [row for row in rows if row.get("kind") == "IE"]
    for rel in related:
        subject = rel.get("subsidiary")
        for link in imports:
            if link.get("principal") == subject and start_of(link) >= start_of(rel):
                market.raise_("LNK-06", "S", subject, "principal", subject, rel.get("principal"), row=link)
            elif subject in (link.get("principal"), link.get("subsidiary")):
                market.raise_("LNK-09", "S", subject, "subsidiary", subject, row=rel)


def orphans(market, rows, replaced):
    linked = set(market.reader.removed.get("LNK", ()))
    for row in rows:
        if row.get("kind") == "IE" and row.get("principal") != row.get("subsidiary"):
            linked.update((row.get("principal"), row.get("subsidiary")))
    replaced_mpans = {mpan for pair in replaced for mpan in pair}
    for mpan in market.live_mpans():
        if market.value(mpan, "direction") == "E" and mpan not in linked and mpan not in replaced_mpans:
            market.raise_("LNK-11", "S", mpan, "subsidiary", "", "a link")


def related_codes(market, rows):
    related = set(market.reader.removed.get("LNK", ()))
    for row in rows:
        if row.get("kind") == "REL":
            related.update((row.get("principal"), row.get("subsidiary")))
    for mpan in market.live_mpans():
        mtc = market.value(mpan, "mtc")
        if mtc is not None and mpan not in related and market.reference.related(mtc):
            market.raise_("LNK-18", "S", mpan, "mtc", mtc)
