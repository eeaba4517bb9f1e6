"""A migration over the served stand-in, its journal piped into `migration track`, and the Python fold of the same lines.

usage: migration_cases.py PROGRAM FOLDER REPOSITORY
"""

import csv
import datetime
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from stand_in import Cases, StandIn

MOVES, LATE, LOST, OTHERS, BACK = "2000056535971", "1900012374324", "1000000000012", "1012345678903", "1098765432106"

SCENARIO = """
name: Migration
seed: 5
clock: {start: "2026-04-01T09:00:00+00:00"}
parties:
  - {name: regs, role: REGS, mpid: REGA, dipId: "2200000001"}
  - {name: supplier, role: SUP, mpid: SUPA, dipId: "2300000001", plays: steps}
  - {name: gaining, role: SUP, mpid: SUPB, dipId: "2300000002", plays: steps}
  - {name: entrant, role: SUP, mpid: SUPC, dipId: "2300000003", plays: steps, profile: {qualified: false}}
  - {name: metering, role: MSS, mpid: MSSA, dipId: "1200000001"}
  - {name: data, role: SDS, mpid: SDSA, dipId: "1400000001"}
  - {name: network, role: LDSO, mpid: NETA, dipId: "2500000001"}
  - {name: market, role: MDS, mpid: MDSA, dipId: "1500000001"}
mpans:
  - {mpan: "MOVES", distributor: network, gspGroup: _H, supplier: supplier, migrated: false}
  - {mpan: "LATE", distributor: network, gspGroup: _J, supplier: supplier, migrated: false}
  - {mpan: "LOST", distributor: network, gspGroup: _A, supplier: supplier, migrated: false}
  - {mpan: "OTHERS", distributor: network, gspGroup: _A, supplier: entrant, migrated: false, standingDataComplete: false}
  - {mpan: "BACK", distributor: network, gspGroup: _A, supplier: supplier, migrated: false}
steps:
REQUESTS
  - {name: the first is accepted, expect: {party: supplier, interface: IF-035, event: MSAppAccepted}}
  - name: the second goes to another supplier
    process: {party: regs, begin: changeOfSupplier, mpan: "LATE", supplier: gaining, effective: "@today+2d"}
  - {name: it is told, expect: {party: gaining, interface: IF-001, event: ChangeOfSupplier}}
  - {wait: 3 d}
  - name: COS after the supply start date
    send:
      from: gaining
      interface: IF-031
      event: MSApp
      mpan: "LATE"
      to: [regs]
      fields:
        B070.proposedMeteringServiceDIPID: "@id metering"
        B070.proposedMeteringServiceMPID: "@mpid metering"
        B070.proposedMeteringServiceDIPEffectiveFromDate: "@today+1d"
        B070.appointmentScenario: COS
  - {name: it is answered, expect: {party: gaining, interface: IF-032, event: MSAppInitialResp}}
  - {wait: 3 d}
  - {name: a day of the new way, send: {from: data, interface: IF-021, event: ActivePower, mpan: "MOVES", to: [supplier]}}
  - {name: and of another, send: {from: data, interface: IF-021, event: ActivePower, mpan: "BACK", to: [supplier]}}
  - {wait: 1 d}
  - name: the last goes back
    process:
      {party: regs, begin: reverseMigration, mpan: "BACK", meterOperator: OLDM, dataCollector: OLDC, effective: "@today+2d"}
  - {name: it is told too, expect: {party: supplier, interface: IF-003, event: ReverseMigNotification}}
  - {wait: 4 d}
"""

REQUEST = """
  - name: NUMBER
    send:
      from: FROM
      interface: IF-031
      event: LEGApp
      mpan: "MPAN"
      to: [regs]
      fields:
        BLOCK.proposedNOUNServiceDIPID: "@id PROVIDER"
        BLOCK.proposedNOUNServiceMPID: "@mpid PROVIDER"
        BLOCK.proposedNOUNServiceDIPEffectiveFromDate: "@today+1d"
        BLOCK.appointmentScenario: SCENARIO
"""


def request(number, mpan, leg, scenario, sender="supplier"):
    text = REQUEST
    provider = ("metering", "Metering", "B070") if leg == "MS" else ("data", "Data", "B071")
    for name, value in [("NUMBER", f"request {number}"), ("FROM", sender), ("LEG", leg), ("MPAN", mpan),
                        ("PROVIDER", provider[0]), ("NOUN", provider[1]), ("BLOCK", provider[2]), ("SCENARIO", scenario)]:
        text = text.replace(name, value)
    return text.strip("\n")


def scenario():
    requests = [(MOVES, "MS", "MCA"), (MOVES, "DS", "MCA"), (BACK, "MS", "MCA"), (BACK, "DS", "MCA"),
                # Refused about timing, then about data.
                (LOST, "MS", "MCS"), (OTHERS, "MS", "MCA", "entrant")]
    text = SCENARIO.replace("REQUESTS", "\n".join(request(n, *one) for n, one in enumerate(requests)))
    for name, mpan in [("MOVES", MOVES), ("LATE", LATE), ("LOST", LOST), ("OTHERS", OTHERS), ("BACK", BACK)]:
        text = text.replace(name, mpan)
    return text


def main():
    program, folder, repository = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    cases = Cases()
    stand_in = StandIn(program, folder / "data").start()
    try:
        (folder / "migration.yaml").write_text(scenario())
        done = stand_in.run("run", str(folder / "migration.yaml"), "--to", stand_in.address, check=False)
        cases.equal("the scenario passes against the served platform", done.returncode, 0, done.stdout[-3000:] + done.stderr)
        text = stand_in.run("journal", "--json").stdout
    finally:
        stand_in.kill()
    (folder / "events").mkdir()
    (folder / "events/journal.jsonl").write_text(text)
    lines = [json.loads(line) for line in text.splitlines()]
    accepted = [line for line in lines if line["event"] == "accepted"]

    def of(mpan, event):
        found = [line for line in accepted if line.get("mpan") == mpan and line.get("eventCode") == f"[{event}]"]
        return found[0] if found else {}

    cases.check("requests have their scenario, date and supplier",
                of(MOVES, "MSApp").get("scenario") == "MCA" and "T" in of(MOVES, "MSApp").get("effective", "")
                and of(MOVES, "MSApp").get("supplierMPID") == "SUPA", of(MOVES, "MSApp"))
    cases.equal("an answer has its code", of(MOVES, "MSAppInitialResp").get("responseCode"), "A")
    cases.equal("a refusal about timing has its reason", of(LOST, "MSAppInitialResp").get("reasons"), "REG9006")
    cases.equal("another has all of them", of(OTHERS, "MSAppInitialResp").get("reasons"), "REG9008 REG9011")
    cases.equal("a provider's answer has its code", of(MOVES, "MSAppSPResponse").get("responseCode"), "A")
    switch = of(LATE, "ChangeOfSupplier")
    cases.equal("a change of supplier names both",
                (switch.get("supplierMPID"), switch.get("formerSupplierMPID")), ("SUPB", "SUPA"), switch)
    cases.check("the end of the new arrangements has its day", of(BACK, "ReverseMigNotification").get("effective"))
    cases.check("an appointment has its first day", of(MOVES, "MSAppActive").get("effective"))
    cases.check("lines about messages are as before",
                all("scenario" not in line for line in lines if line["event"] != "accepted"))

    holders = [(MOVES, "SUPA"), (LATE, "SUPA"), (LOST, "SUPA"), (OTHERS, "SUPC"), (BACK, "SUPA")]
    names = {"20": "SOUT", "19": "SEEB", "10": "EELC"}
    (folder / "mpans.csv").write_text("mpan,supplier,distributor\n" + "".join(
        f"{mpan},{supplier},{names[mpan[:2]]}\n" for mpan, supplier in holders))
    (folder / "plan").mkdir()
    (folder / "plan/plan.csv").write_text("supplier,distributor,date,volume\n")
    portfolio = Counter((supplier, names[mpan[:2]]) for mpan, supplier in holders)
    (folder / "plan/unplaced.csv").write_text("supplier,distributor,mpans\n" + "".join(
        f"{supplier},{distributor},{count}\n" for (supplier, distributor), count in sorted(portfolio.items())))
    as_at = max(line["at"] for line in accepted)[:10]
    # The last takes effect some days after its message.
    as_at = (datetime.date.fromisoformat(as_at) + datetime.timedelta(days=4)).isoformat()
    track = subprocess.run(
        [program, "migration", "track", str(folder / "plan"), str(folder / "events"), "--mpans", str(folder / "mpans.csv"),
         "--as-at", as_at, "--out", str(folder / "day"), "--state", str(folder / "state"), "--json"],
        capture_output=True, text=True, timeout=600)
    cases.equal("the journal is tracked, and the sums hold", track.returncode, 0, track.stdout[-2000:] + track.stderr)
    oracle = subprocess.run(
        [sys.executable, str(repository / "Tests/MigrationTests/Oracle/track.py"), str(folder / "events/journal.jsonl"),
         str(folder / "mpans.csv"), as_at], capture_output=True, text=True, timeout=600)
    cases.equal("the Python fold reads the same lines", oracle.returncode, 0, oracle.stderr)
    compare(cases, folder, oracle.stdout)
    return cases.finish()


def compare(cases, folder, told):
    states = {line.split()[1]: line.split()[2:] for line in told.splitlines() if line.startswith("mpan ")}
    cases.equal("states are those of the story", [states[mpan][0] for mpan in (MOVES, LATE, LOST, OTHERS, BACK)],
                ["Completed", "Rejected", "Rejected", "Rejected", "Reversed"], states)
    cases.equal("the gaining supplier has its MPAN", states[LATE][1], "SUPB")
    expected = {tuple(line.split(",")[1:5]): int(line.split(",")[5])
                for line in told.splitlines() if line.startswith("day,")}
    found, days = {}, {key[0] for key in expected}
    with open(folder / "day/conservation.csv", newline="") as file:
        for row in csv.DictReader(file):
            cases.equal(f"{row['date']} {row['supplier']} {row['distributor']} holds", row["holds"], "true", row)
            parts = {"excluded": int(row["excluded"]), "in flight": int(row["in_flight"]),
                     "migrated": int(row["migrated"]), "not started": int(row["backlog"]) + int(row["planned"])}
            for name, count in parts.items():
                if count and row["date"] in days:
                    found[(row["date"], row["supplier"], row["distributor"], name)] = count
    cases.equal("stocks of every day are those of the Python fold", found, expected)
    with open(folder / "day/stuck.csv", newline="") as file:
        stuck = {row["mpan"]: row for row in csv.DictReader(file)}
    for mpan in (LATE, LOST, OTHERS):
        cases.check(f"{mpan} is in the list with its state", stuck.get(mpan, {}).get("state") == states[mpan][0], stuck)
    cases.check("COS must become CSP", "CSP" in stuck.get(LATE, {}).get("action", ""), stuck.get(LATE))
    cases.check("a refusal about timing is sent again with another scenario",
                "scenario" in stuck.get(LOST, {}).get("action", ""), stuck.get(LOST))
    cases.check("one about data goes back to the supplier",
                "mend the data" in stuck.get(OTHERS, {}).get("action", ""), stuck.get(OTHERS))


if __name__ == "__main__":
    sys.exit(main())
