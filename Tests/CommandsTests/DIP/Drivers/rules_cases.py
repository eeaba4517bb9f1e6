#!/usr/bin/env python3
"""Response codes by rule, company details, and the clock after a scenario, at the served platform, case by case.

usage: rules_cases.py PROGRAM FOLDER REPOSITORY
"""

import datetime
import json
import sqlite3
import sys
import time
from pathlib import Path

from stand_in import MPAN, OTHER_MPAN, Cases, StandIn, Webhook, codes, wait_until


def levels(cases, stand_in, data, supplier, market, data_hook, supplier_hook):
    def on(*arguments):
        stand_in.run("faults", "set", *arguments)
        # The stand-in takes switches up four times a second, and says so in its journal.
        name = arguments[0]
        wait_until(lambda: any(name in (line.get("detail") or "") and "in force" in line["detail"]
                               for line in stand_in.journal("--event", "fault")))

    def off(name):
        before = len(stand_in.journal("--event", "fault"))
        stand_in.run("faults", "clear", name)
        wait_until(lambda: len(stand_in.journal("--event", "fault")) > before)

    def statuses(code, transaction):
        found = []
        for post in data_hook.posts():
            if code not in post["body"]:
                continue
            found += [entry for entry in json.loads(post["body"])
                      if entry["transactionID"] == transaction and entry["message"].startswith(code)]
        return found

    # Level 1: refusals, each a code of another family, narrowed in every way.
    for number, (code, narrowed) in enumerate([
            ("MSG1010", ["--sender", data.dipId]), ("REG1002", ["--mpan", MPAN]), ("ECS1016", ["--interface", "IF-021"]),
            ("SP010", ["--recipient", supplier.dipId]), ("DS001", ["--party", data.dipId]),
            ("RCP9999", ["--event", "ActivePower"]), ("REG1175", [])]):
        name = f"one-{number}"
        on(name, "--at", "intake", "--refuse", code, *narrowed)
        message = data.consumption(primary=[supplier.dipId])
        response = data.send([data.consumption(), message])
        cases.check(f"a rule refuses with {code} {' '.join(narrowed[:1])}",
                    response.status_code == 400 and codes(response)[:1] == [code], response.text[:300])
        off(name)
        response = data.send([message])
        cases.equal(f"after {code} the same message is taken in", response.status_code, 201, response.text[:300])
    on("others", "--at", "intake", "--refuse", "MSG1010", "--sender", supplier.dipId)
    cases.equal("another sender's rule touches nobody else", data.send([data.consumption()]).status_code, 201)
    off("others")
    on("third", "--at", "intake", "--refuse", "MSG1000", "--every", "3")
    answers = [data.send([data.consumption()]).status_code for _ in range(7)]
    cases.equal("every third post is refused", answers, [201, 201, 400, 201, 201, 400, 201])
    off("third")
    on("storm", "--at", "intake", "--effect", "answer", "--number", "503", "--party", data.dipId)
    cases.equal("a storm for one sender", data.send([data.consumption()]).status_code, 503)
    off("storm")

    # Level 2: taken in, delivered, and reported by the platform.
    on("two", "--at", "intake", "--report", "MSG1033", "--mpan", MPAN, "--times", "1")
    response = data.send([data.consumption(primary=[supplier.dipId])])
    cases.equal("a report does not refuse", response.status_code, 201, response.text[:300])
    transaction = response.json()["messageArray"][0]["transactionID"]
    found = wait_until(lambda: statuses("MSG1033", transaction))
    cases.check("the platform reports the code", bool(found) and found[0]["senderID"] == "00000000000", found)
    cases.check("and the message is delivered", bool(wait_until(lambda: delivered(supplier_hook, transaction))))
    off("two")

    # Level 3: a recipient refuses without being asked.
    on("three", "--refuse", "RCP1061", "--recipient", supplier.dipId, "--times", "1")
    transaction = data.send([data.consumption(primary=[supplier.dipId])]).json()["messageArray"][0]["transactionID"]
    found = wait_until(lambda: statuses("RCP1061", transaction))
    cases.check("a recipient's refusal is relayed", bool(found) and found[0]["senderID"] == supplier.dipId, found)
    lines = [line for line in stand_in.journal("--transaction", transaction)
             if line["event"] == "undelivered" and line.get("recipient") == supplier.dipId]
    cases.check("it is undelivered with the code", len(lines) == 1 and lines[0].get("code") == "RCP1061", lines)
    cases.equal("and the recipient never had it", delivered(supplier_hook, transaction), [])
    off("three")

    # Level 4: delivered, and reported in the recipient's name.
    on("four", "--report", "ECS1003", "--party", supplier.dipId, "--interface", "IF-021", "--times", "1")
    transaction = data.send([data.consumption(primary=[supplier.dipId])]).json()["messageArray"][0]["transactionID"]
    found = wait_until(lambda: statuses("ECS1003", transaction))
    cases.check("a recipient reports the code", bool(found) and found[0]["senderID"] == supplier.dipId, found)
    cases.equal("of a message that it has", len(delivered(supplier_hook, transaction)), 1)
    off("four")

    # Status messages on their way in.
    entry = data.send([data.consumption(primary=[supplier.dipId])]).json()["messageArray"][0]
    entry.update(senderID=supplier.dipId, recipientID=data.dipId, message="RCP1061 - unknown", help=None)
    on("status", "--at", "intake", "--refuse", "MSG1012", "--party", supplier.dipId)
    response = supplier.post("/statusmessage", json.dumps([entry]).encode())
    cases.check("a status message is refused by rule", response.status_code == 400 and codes(response) == ["MSG1012"],
                response.text[:300])
    off("status")
    cases.equal("and taken in without it", supplier.post("/statusmessage", json.dumps([entry]).encode()).status_code, 201)


def delivered(hook, transaction):
    return [m for m in hook.messages() if m["payload"]["CommonBlock"]["D0"]["transactionID"] == transaction]


def wrong_rules(cases, stand_in):
    for name, arguments, words in [
            ("a code that there is not", ["--refuse", "MSG9999"], "MSG1038"),
            ("a code of no family", ["--report", "XX1"], "MSG, RCP, REG"),
            ("no effect", [], "one of"), ("two effects", ["--refuse", "MSG1000", "--effect", "drop"], "one of"),
            ("an effect without its number", ["--effect", "delay"], "--number"),
            ("a short MPAN", ["--refuse", "MSG1000", "--mpan", "12"], "thirteen"),
            ("every nought", ["--refuse", "MSG1000", "--every", "0"], "every 0"),
            ("a place that is none", ["--refuse", "MSG1000", "--at", "noon"], "intake or delivery")]:
        done = stand_in.run("faults", "set", "wrong", *arguments, check=False)
        cases.check(f"{name} is refused with a word", done.returncode not in (0, 1) and words in done.stderr, done.stderr)
    cases.equal("and none of them is on", stand_in.run("faults", "show", "--json").stdout, "")
    done = stand_in.run("faults", "clear", "nothing", check=False)
    cases.check("what is not on cannot be cleared", done.returncode != 0 and "nothing" in done.stderr, done.stderr)


def companies(cases, stand_in, data, supplier):
    def get(query=""):
        return data.post(f"/companyDetails{query}", b"", method="GET")

    found = {row["DIPID"]: (company["payload"], row) for company in get().json()
             for row in company["payload"]["companyDetails"]}
    company, row = found[data.dipId]
    cases.equal("a company has the three keys", sorted(company), ["companyDetails", "companyName", "companyRegNumber"])
    cases.equal("a row has the six keys", sorted(row),
                ["DIPID", "DIPRole", "MPID", "datetimeFrom", "datetimeTo", "marketRole"])
    cases.equal("a data service's market role", row["marketRole"], "N")
    cases.equal("a supplier's market role", found[supplier.dipId][1]["marketRole"], "X")
    cases.check("the date has 25 characters, and no end is known",
                len(row["datetimeFrom"]) == 25 and row["datetimeTo"] is None, row)
    cases.check("a number of eight to ten characters", 8 <= len(company["companyRegNumber"]) <= 10, company)
    cases.equal("a company by its number", [c["payload"]["companyRegNumber"] for c in
                                            get(f"?X-company-number={company['companyRegNumber']}").json()],
                [company["companyRegNumber"]])
    cases.equal("a number of nobody is 404", get("?X-company-number=99999999").status_code, 404)
    cases.equal("a number too short is 400", get("?X-company-number=9").status_code, 400)

    central = stand_in.enrol("ECS", "ELEX")
    told = "?X-company-number=02827312&X-MPID=ABCD&X-market-role=D&X-DIP-role=SDS"
    post = lambda party, query: party.post(f"/companyDetails{query}", b"")  # noqa: E731
    cases.equal("a participant may not tell of companies", post(data, told).status_code, 403)
    cases.equal("the central system may", post(central, told).status_code, 201)
    cases.equal("twice is no more than once", post(central, told).status_code, 201)
    rows = get("?X-company-number=02827312").json()[0]["payload"]["companyDetails"]
    cases.equal("the enrolled party is of that company now",
                [(r["DIPID"], r["marketRole"]) for r in rows], [(data.dipId, "D")])
    post(central, "?X-company-number=SC876123&X-MPID=ZZZZ&X-DIP-role=MSS")
    rows = get("?X-company-number=SC876123").json()[0]["payload"]["companyDetails"]
    cases.equal("a company that has no DIP ID yet", [(r["MPID"], r["DIPID"]) for r in rows], [("ZZZZ", None)])
    for query in ["", "?X-company-number=1", "?X-company-number=02827312&X-MPID=ABCD",
                  "?X-company-number=02827312&X-MPID=ABCD&X-DIP-role=smartish"]:
        cases.equal(f"companyDetails{query} is 400", post(central, query).status_code, 400)


SCENARIO = """
name: Clock
parties:
  - {name: sender, role: SDS, mpid: CLKA, dipId: "1400000077", plays: steps}
  - {name: receiver, role: SUP, mpid: CLKB, dipId: "2300000077", plays: steps}
steps:
  - wait: 3 d
  - {name: failing, expect: {party: receiver, interface: IF-021, within: LIMIT, absent: ABSENT}}
"""


def clock(cases, stand_in, folder, data, supplier, supplier_hook):

    def off_by():
        before = time.time()
        data.send([data.consumption(primary=[supplier.dipId])])
        stamp = data.stand_in.journal("--event", "accepted")[-1]["at"]

        then = datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00")).timestamp()
        return abs(then - before)

    cases.check("the clock is right before", off_by() < 60)
    stand_in.run("faults", "set", "mine", "--effect", "delay", "--number", "1", "--interface", "REP-002")
    webhooks = stand_in.run("channels", "show").stdout
    for name, absent, status in [("passes", "true", 0), ("fails", "false", 3)]:
        file = folder / f"clock-{name}.yaml"
        file.write_text(SCENARIO.replace("LIMIT", "2 d").replace("ABSENT", absent))
        done = stand_in.run("run", str(file), "--to", stand_in.address, check=False)
        cases.equal(f"a scenario that {name} ends so", done.returncode, status, done.stdout[-500:] + done.stderr)
        moved = [line for line in stand_in.journal("--event", "fault") if "clock shows" in (line.get("detail") or "")]
        cases.check("it put the clock forward", len(moved) >= 2, moved)
        right = wait_until(lambda: off_by() < 60, limit=15)
        cases.check(f"and the clock is right after a scenario that {name}", right)
        cases.equal("webhooks are as before", stand_in.run("channels", "show").stdout, webhooks)
        cases.check("and so are rules", '"mine"' in stand_in.run("faults", "show", "--json").stdout)
    transaction = data.send([data.consumption(primary=[supplier.dipId])]).json()["messageArray"][0]["transactionID"]
    cases.check("messages are delivered on the clock put back", bool(wait_until(lambda: delivered(supplier_hook, transaction))))
    stand_in.run("faults", "clear", "--all")


TARDY = """
name: Tardy
parties:
  - {name: sender, role: SDS, mpid: TRDA, dipId: "1400000078", plays: steps}
  - {name: receiver, role: SUP, mpid: TRDB, dipId: "2300000078", plays: steps}
  - {name: network, role: LDSO, mpid: TRDC, dipId: "2500000078", plays: steps}
mpans:
  - {mpan: "1900012374324", distributor: network, gspGroup: _H, supplier: receiver, dataService: sender}
steps:
  - {name: slow, fault: {name: slow, kind: slowConnection, for: 2 s, party: receiver, times: 2}}
  - {name: one, send: {from: sender, interface: IF-021, event: ActivePower}}
  - {name: it is waited for, expect: {party: receiver, interface: IF-021, within: 30 min}}
  - {name: two, send: {from: sender, interface: IF-021, event: ActivePower}}
  - {name: one is quick, expect: {party: network, interface: IF-021}}
  - {name: three, send: {from: sender, interface: IF-021, event: ActivePower}}
  - {name: three alone counts, expect: {party: receiver, interface: IF-021}}
  - {name: and no other, expect: {party: receiver, interface: IF-021, within: 30 min, absent: true}}
"""


def tardy(cases, stand_in, folder):
    """A platform that takes its time is waited for: its deliveries here take two seconds of real time each."""
    file = folder / "tardy.yaml"
    file.write_text(TARDY)
    done = stand_in.run("run", str(file), "--to", stand_in.address, check=False)
    cases.equal("a scenario waits for what is on its way", done.returncode, 0, done.stdout[-1500:] + done.stderr)
    switches = sqlite3.connect(stand_in.data / "dip-register.sqlite")
    left = [name for (name,) in switches.execute("SELECT name FROM switch WHERE name = 'question'")]
    switches.close()
    cases.equal("and leaves no question behind", left, [])


def routing(cases, program, folder):
    """What the router leaves to settings."""
    for settings, expected in [({}, False), ({"primaryStandsForSecondary": "false"}, True)]:
        name = "strict" if settings else "plain"
        stand_in = StandIn(program, folder / name, settings=settings or {"retryTries": 1}).start()
        try:
            data, supplier = stand_in.enrol("SDS", "ABCD"), stand_in.enrol("SUP", "EFGH")
            hook = Webhook(data, folder / f"{name}.log")
            stand_in.run("channels", "set", data.dipId, "status", hook.url)
            data.send([data.consumption(mpan=OTHER_MPAN, primary=[supplier.dipId])])
            data.send([data.consumption(mpan=OTHER_MPAN)])
            wait_until(lambda: any("MSG1037" in post["body"] for post in hook.posts()))
            time_out = 2 if not expected else 30
            told = wait_until(lambda: sum(post["body"].count("MSG1037 -") for post in hook.posts()) > 1, limit=time_out)
            cases.equal(f"with {settings or 'the defaults'} a primary recipient "
                        f"{'does not stand' if expected else 'stands'} for a secondary", bool(told), expected)
        finally:
            stand_in.kill()
    bad = StandIn(program, folder / "bad", settings={"retriedCodes": "[RCP7777]"})
    done = bad.run("settings", check=False)
    cases.check("an unknown code in the settings is told with its line",
                done.returncode != 0 and "RCP7777" in done.stderr and "line 1" in done.stderr, done.stderr)
    bad = StandIn(program, folder / "worse", settings={"marketRoles": "[SUP]"})
    done = bad.run("settings", check=False)
    cases.check("a market role without its letter too", done.returncode != 0 and "SUP=X" in done.stderr, done.stderr)


def main():
    program, folder, repository = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    cases = Cases()
    stand_in = StandIn(program, folder / "data", settings={"retryFirstSeconds": 1, "retryFactor": 1}).start()
    try:
        data, supplier, market = (stand_in.enrol("SDS", "ABCD"), stand_in.enrol("SUP", "EFGH"),
                                  stand_in.enrol("MDS", "MDSA"))
        hooks = {}
        for party, name in [(data, "data"), (supplier, "supplier")]:
            hooks[name] = Webhook(party, folder / f"{name}.log")
            for channel in ["IF-021", "status"]:
                stand_in.run("channels", "set", party.dipId, channel, hooks[name].url)
        (folder / "appointments.csv").write_text(
            f"mpan,role,dip_id,from,to\n{MPAN},SUP,{supplier.dipId},,\n{MPAN},SDS,{data.dipId},,\n")
        stand_in.run("appointments", "load", str(folder / "appointments.csv"))
        wrong_rules(cases, stand_in)
        levels(cases, stand_in, data, supplier, market, hooks["data"], hooks["supplier"])
        companies(cases, stand_in, data, supplier)
        clock(cases, stand_in, folder, data, supplier, hooks["supplier"])
        tardy(cases, stand_in, folder)
        for example in sorted((repository / "Examples/dip").glob("*.yaml")):
            done = stand_in.run("run", str(example), "--to", stand_in.address, check=False)
            cases.equal(f"the example {example.stem} passes against the served platform", done.returncode, 0,
                        done.stdout[-1500:])
        routing(cases, program, folder)
    finally:
        stand_in.kill()
    return cases.finish()


if __name__ == "__main__":
    sys.exit(main())
