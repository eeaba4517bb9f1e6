#!/usr/bin/env python3
"""Requests for a point's earlier consumption (IF-015), answered from the journal (IF-016), also across a crash.

usage: replay_cases.py PROGRAM FOLDER
"""

import sys
from pathlib import Path

from stand_in import MPAN, OTHER_MPAN, Cases, StandIn, Webhook, wait_until

THIRD_MPAN = "1012345678909"


def request(party, mpan):
    """An IF-015, written from the field list alone."""
    message = party.consumption(mpan=mpan)
    common = message["payload"]["CommonBlock"]
    common["S0"] = {"interfaceID": "IF-015", "schemaVersion": "011", "eventCode": "[ConsumptionReplay]"}
    common["S1"]["senderUniqueReference"] = party.reference("IF-015")
    del message["payload"]["CustomBlock"]
    return message


def answers(hook, mpan):
    return [m["payload"] for m in hook.messages()
            if "payload" in m and m["payload"]["CommonBlock"]["S0"]["interfaceID"] == "IF-016"
            and m["payload"]["CommonBlock"]["M0"]["MPANCore"] == mpan]


def ask(cases, party, hook, mpan, count, name):
    response = party.send([request(party, mpan)], interface="IF-015")
    cases.equal(f"{name}: the request is accepted", response.status_code, 201, response.text)
    entry = response.json()["messageArray"][0]
    found = wait_until(lambda: len(answers(hook, mpan)) >= count and answers(hook, mpan)) or answers(hook, mpan)
    cases.equal(f"{name}: so many answers come", len(found), count)
    return entry, found


def history(cases, old, hook):
    sent = []
    for _ in range(3):
        message = old.consumption(mpan=MPAN)
        sent.append(message["payload"])
        cases.equal("consumption is accepted", old.send([message]).status_code, 201)
    entry, found = ask(cases, old, hook, MPAN, 3, "a known point")
    for was, answer in zip(sent, found):
        common = answer["CommonBlock"]
        cases.equal("the event is the original's", common["S0"]["eventCode"], "[ActivePower]")
        cases.equal("S2 names the original, in order", common["S2"]["senderUniqueReference"],
                    was["CommonBlock"]["S1"]["senderUniqueReference"])
        cases.equal("R1 accepts", common["R1"]["responseCode"], "A")
        cases.equal("it is to the one who asked", common["A0"]["primaryRecipients"], [old.dipId])
        cases.equal("the platform sends it", common["S1"]["senderRoleID"], "DIP")
        cases.equal("the correlation is the request's", common["D0"]["initialCorrelationID"], entry["correlationID"])
        cases.equal("the consumption is the original's", answer["CustomBlock"]["B900"], was["CustomBlock"]["B900"])


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    cases = Cases()
    stand_in = StandIn(program, folder / "data").start()
    try:
        old = stand_in.enrol("ADS", "OLDA")
        new = stand_in.enrol("ADS", "NEWA")
        hooks = {}
        for party in (old, new):
            hooks[party.mpid] = Webhook(party, folder / f"{party.mpid}.log")
            for interface in ("IF-016", "status"):
                stand_in.run("channels", "set", party.dipId, interface, hooks[party.mpid].url)
        history(cases, old, hooks["OLDA"])

        _, found = ask(cases, old, hooks["OLDA"], OTHER_MPAN, 1, "a point without consumption")
        common = found[0]["CommonBlock"]
        cases.equal("the request is rejected", common["S0"]["eventCode"], "[ConsumptionRequestRejected]")
        cases.equal("with a code", common["R1"], {"responseCode": "R", "responseMessages": ["RCP1061"]})

        (folder / "appointments.csv").write_text(f"mpan,role,dip_id,from,to\n{MPAN},ADS,{old.dipId},2026-01-01,\n")
        stand_in.run("appointments", "load", str(folder / "appointments.csv"))
        _, found = ask(cases, new, hooks["NEWA"], MPAN, 1, "a point of somebody else")
        cases.equal("the code says that it is not the data service", found[0]["CommonBlock"]["R1"]["responseMessages"],
                    ["REG1080"])

        # Answered 201 and killed at once: the answer comes after the next start, and once.
        for message in (old.consumption(mpan=THIRD_MPAN), old.consumption(mpan=THIRD_MPAN)):
            cases.equal("consumption is accepted", old.send([message]).status_code, 201)
        for round in range(1, 4):
            cases.equal("a request is accepted", old.send([request(old, THIRD_MPAN)], interface="IF-015").status_code, 201)
            stand_in.kill()
            stand_in.start()
            wait_until(lambda: len(answers(hooks["OLDA"], THIRD_MPAN)) >= 2 * round)
            stand_in.stop()
            stand_in.start()
            references = {a["CommonBlock"]["S1"]["senderUniqueReference"] for a in answers(hooks["OLDA"], THIRD_MPAN)}
            cases.equal("after a crash each answer was made once", len(references), 2 * round)

        # Who plays the service itself answers itself.
        stand_in.enrol("DIP", "SELF")
        before = len(answers(hooks["OLDA"], MPAN))
        response = old.send([request(old, MPAN)], interface="IF-015")
        cases.equal("a request is accepted where a party plays the service", response.status_code, 201, response.text)
        _ = wait_until(lambda: stand_in.journal("--transaction", response.json()["messageArray"][0]["transactionID"]))
        cases.equal("and the platform keeps still", len(answers(hooks["OLDA"], MPAN)), before)
        cases.equal("it stops when told to", stand_in.stop(), 0)
    finally:
        if stand_in.process.poll() is None:
            stand_in.kill()
    return cases.finish()


if __name__ == "__main__":
    sys.exit(main())
