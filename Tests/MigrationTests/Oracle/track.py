"""A slow, plain fold of migration events, written from the rules in words and not from the program's tables.

Reads an events file as a test makes it (columns in a fixed order, every line good), or the lines that `changeover dip
journal --json` prints (.jsonl; names of parties by their MPIDs), and prints, for every MPAN, its state
and supplier at the end, and for every day, supplier and distributor the stocks.

usage: track.py EVENTS PORTFOLIOS AS_AT
"""

import csv
import datetime
import json
import sys
from collections import defaultdict
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ORDER = ["included", "planned"] + [
    leg + step
    for leg in ("MS", "DS")
    for step in ("App", "32A", "32?", "32R", "AppSPRequest", "34A", "34?", "34R", "AppAccepted", "AppRejected",
                 "AppLapsed", "AppActive", "DeApp")
] + ["Meter", "RM", "ReverseMigNotification", "ChangeOfSupplier", "cancelled", "excluded", "ActivePower"]


def kind(row):
    event = row["event"]
    if event.endswith("AppInitialResp") or event.endswith("AppSPResponse"):
        number = "32" if event.endswith("AppInitialResp") else "34"
        code = row["code"]
        return event[:2] + number + ("?" if code == "" else "A" if code == "A" else "R")
    if event in ("MSDeAppRM", "DSDeAppRM"):
        return "RM"
    return "Meter" if event.startswith("Meter") else event


TIMING = {"COS", "REG1032", "REG1033", "REG1034", "REG1099", "REG9005", "REG9006", "REG9009", "SP011", "DS004", "DS005",
          "DS006"}
PROVIDER_DATA = {"SP002", "SP003", "SP008", "SP009", "SP010", "DS003"}


def about_timing(codes):
    """Whether a refusal is about dates or scenarios: one reason is, and none is about data."""
    codes = codes.split()
    others = [code for code in codes if code not in TIMING]
    data = [code for code in others
            if code in PROVIDER_DATA or not code.startswith(("SP", "DS", "MSG", "RCP", "HTTP"))]
    return len(others) < len(codes) and not data


class Point:
    def __init__(self, supplier):
        self.supplier, self.course, self.legs, self.scenario = supplier, "backlog", {"MS": "", "DS": ""}, {}
        self.own_date, self.start, self.incoming, self.who = {}, None, None, {}
        self.failures = self.late = 0

    def leave(self, course):
        self.course, self.legs, self.failures, self.late = course, {"MS": "", "DS": ""}, 0, 0

    def stands(self, leg):
        return self.legs[leg] in ("appointed", "active")

    def bucket(self):
        if self.course == "forward":
            open_legs = ("requested", "asked", "answered", "appointed", "active")
            return "in flight" if any(leg in open_legs for leg in self.legs.values()) else "not started"
        return {"completed": "migrated", "reverse": "in flight", "excluded": "excluded"}.get(self.course, "not started")

    def state(self):
        if self.course != "forward":
            return {"reverse": "ReverseInFlight"}.get(self.course, self.course.capitalize())
        metering, data = self.legs["MS"], self.legs["DS"]
        if {"rejected", "lapsed"} & {metering, data} and (self.failures >= 5 or self.late >= 2):
            return "Stuck"
        if "rejected" in (metering, data):
            return "Rejected"
        if "lapsed" in (metering, data):
            return "TimedOut"
        if self.stands("MS"):
            return "DSAppointed" if self.stands("DS") else "MSAppointed" if data == "" else "DSRequested"
        return "MSRequested" if metering in ("asked", "answered") else "Initiated"

    def take(self, event, row, day):
        not_started = self.course in ("backlog", "planned", "cancelled", "superseded", "reversed")
        if event == "planned":
            if not_started:
                self.leave("planned")
        elif event == "cancelled":
            if self.course in ("planned", "forward"):
                self.leave("cancelled")
            elif self.course == "reverse":
                self.course = "completed"
        elif event == "excluded":
            if not_started:
                self.leave("excluded")
        elif event == "included":
            if self.course == "excluded":
                self.leave("backlog")
        elif event == "ActivePower":
            if self.course == "forward" and self.stands("MS") and self.stands("DS"):
                self.course = "completed"
        elif event == "RM":
            if self.course == "completed":
                self.course = "reverse"
        elif event == "ReverseMigNotification":
            if self.course == "completed":
                self.course = "reverse"
        elif event == "reverse ends":
            if self.course in ("completed", "reverse"):
                self.leave("reversed")
        elif event == "ChangeOfSupplier":
            gaining = row["supplier"]
            requester = self.who.get("MS" if self.legs["MS"] else "DS")
            if self.course in ("planned", "forward") and not (self.course == "forward" and requester == gaining):
                self.leave("superseded")
            self.incoming, self.start = gaining, row["effective"]
        elif event == "switch":
            self.supplier = row["supplier"]
            if self.incoming == self.supplier:
                self.incoming = None
        elif event[:2] in self.legs:
            self.appointment(event[:2], event[2:], row, day)

    def appointment(self, leg, step, row, day):
        place = self.legs[leg]
        if step == "App":
            if row["supplier"] not in (self.supplier, self.incoming):
                return
            if self.course in ("backlog", "planned", "cancelled", "superseded", "reversed"):
                self.leave("forward")
                place = ""
            if self.course != "forward" or place not in ("", "rejected", "lapsed"):
                return
            self.legs[leg] = "requested"
            self.scenario[leg], self.own_date[leg] = row["code"], row["effective"]
            self.who[leg] = row["supplier"]
            return
        if self.course != "forward":
            return
        start = self.start or self.own_date.get(leg)
        late = self.scenario.get(leg) == "COS" and bool(start) and day.isoformat() > start
        if step in ("32A", "32?") and place == "requested" and late:
            step = "32R"
        under_way = ("requested", "asked", "answered")
        if step == "32R" and place == "requested":
            self.fail(leg, "rejected", late or about_timing(row["code"]))
        elif step == "AppSPRequest" and place == "requested":
            self.legs[leg] = "asked"
        elif step in ("34A", "34?") and place in ("requested", "asked"):
            self.legs[leg] = "answered"
        elif step in ("34R", "AppRejected") and place in under_way:
            self.fail(leg, "rejected", about_timing(row["code"]))
        elif step == "AppAccepted" and place in under_way:
            self.legs[leg] = "appointed"
        elif step == "AppLapsed" and place in under_way:
            self.fail(leg, "lapsed", False)
        elif step == "AppActive" and place in under_way + ("appointed",):
            self.legs[leg] = "active"

    def fail(self, leg, to, late):
        self.legs[leg] = to
        self.failures += 1
        self.late += 1 if late else 0


def local(moment):
    return moment.astimezone(LONDON).date()


def midnight(day):
    return datetime.datetime.combine(day, datetime.time(), LONDON)


KNOWN = {"IF-001": ("ChangeOfSupplier",), "IF-003": ("MSDeAppRM", "DSDeAppRM", "ReverseMigNotification"),
         "IF-031": ("MSApp", "DSApp"), "IF-032": ("MSAppInitialResp", "DSAppInitialResp"),
         "IF-033": ("MSAppSPRequest", "DSAppSPRequest"), "IF-034": ("MSAppSPResponse", "DSAppSPResponse"),
         "IF-035": ("MSAppAccepted", "DSAppAccepted", "MSAppRejected", "DSAppRejected", "MSAppLapsed", "DSAppLapsed"),
         "IF-036": ("MSAppActive", "DSAppActive"), "IF-037": ("MSDeApp", "DSDeApp"),
         "IF-021": ("ActivePower", "ReactivePower")}


def london_day(text):
    return local(datetime.datetime.fromisoformat(text)).isoformat() if text else ""


def journal_rows(file):
    """Messages of a migration from the journal's lines, under the names of an events file's columns."""
    for text in file:
        line = json.loads(text)
        event = line.get("eventCode", "").strip("[]")
        if line["event"] != "accepted" or event not in KNOWN.get(line.get("interface"), ()):
            continue
        interface, answer = line["interface"], line.get("responseCode", "")
        row = {"event": "ActivePower" if interface == "IF-021" else event, "message": line["transactionID"],
               "mpan": line["mpan"], "at": line["at"], "supplier": "", "former": "", "code": "", "effective": ""}
        if interface in ("IF-001", "IF-031"):
            row["supplier"] = line["supplierMPID"]
            row["effective"] = london_day(line["effective"])
        if interface == "IF-001":
            row["former"] = line["formerSupplierMPID"]
        elif interface == "IF-031":
            row["code"] = line["scenario"]
        elif interface == "IF-003" and event == "ReverseMigNotification":
            row["effective"] = london_day(line["effective"])
        elif interface in ("IF-032", "IF-034"):
            row["code"] = "A" if answer in ("A", "W") else line.get("reasons", "R")
        elif interface == "IF-035":
            row["code"] = line.get("reasons", "") if answer in ("R", "L") else ""
        yield row


def event_rows(events):
    with open(events, newline="") as file:
        yield from journal_rows(file) if events.endswith(".jsonl") else csv.DictReader(file)


def main(events, portfolios, as_at):
    as_at = datetime.date.fromisoformat(as_at)
    first, rows = {}, defaultdict(dict)
    with open(portfolios, newline="") as file:
        for row in csv.DictReader(file):
            first[row["mpan"]] = (row["supplier"], row["distributor"])
    for row in event_rows(events):
        rows[row["mpan"]][(row["message"], row["event"])] = row
    stocks, days = defaultdict(lambda: defaultdict(int)), set()
    for mpan in sorted(first):
        supplier, distributor = first[mpan]
        point, items, seen = Point(supplier), [], set()
        for row in rows[mpan].values():
            moment, event = datetime.datetime.fromisoformat(row["at"]), kind(row)
            day = local(moment)
            if event == "ActivePower":
                if day in seen:
                    continue
                seen.add(day)
                moment = midnight(day + datetime.timedelta(days=1)) - datetime.timedelta(milliseconds=1)
            later = datetime.date.fromisoformat(row["effective"]) if row["effective"] else None
            begins = max(moment, midnight(later)) if later else moment
            if event == "ReverseMigNotification" and begins <= moment:
                event = "reverse ends"
            rank = ORDER.index("ReverseMigNotification" if event == "reverse ends" else event)
            items.append((moment.timestamp(), 0, moment.timestamp(), rank, row["message"], day, event, row))
            if event == "ChangeOfSupplier":
                items.append((begins.timestamp(), 1, moment.timestamp(), rank, row["message"], local(begins), "switch", row))
            if event == "ReverseMigNotification":
                items.append((begins.timestamp(), 1, moment.timestamp(), rank, row["message"], later, "reverse ends", row))
        here = (datetime.date.min, point.supplier, point.bucket())
        changes = [here]
        for item in sorted(items, key=lambda item: item[:5]):
            if item[5] > as_at:
                break
            point.take(item[6], item[7], item[5])
            now = (point.supplier, point.bucket())
            if now != changes[-1][1:]:
                days.add(item[5])
            changes.append((item[5], *now))
        print("mpan", mpan, point.state(), point.supplier)
        stocks[mpan] = (distributor, changes)
    begin = min(days, default=as_at)
    for day in (begin + datetime.timedelta(days=n) for n in range((as_at - begin).days + 1)):
        totals = defaultdict(int)
        for distributor, changes in stocks.values():
            last = [change for change in changes if change[0] <= day][-1]
            totals[(last[1], distributor, last[2])] += 1
        for key in sorted(totals):
            print("day", day.isoformat(), *key, sep=",", end="," + str(totals[key]) + "\n")


main(*sys.argv[1:])
