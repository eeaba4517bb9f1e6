#!/usr/bin/env python3
"""Kills the stand-in while messages come in and go out, starts it again, and compares what was answered with what came.

usage: crash_cases.py PROGRAM FOLDER [ROUNDS [SEED]]
"""

import json
import random
import sqlite3
import sys
import threading
from pathlib import Path

import requests
from stand_in import Cases, Party, StandIn, Webhook, wait_until

MPANS = ["2000056535971", "1900012374324"]
# Nobody is appointed here: the platform reports each message to its sender.
STRANGER = "1012345678903"


def load(party, stop, sent, answered, strangers, lock):
    """Sends batches until told to stop; notes what was sent and what was answered 201, strangers apart."""
    session = requests.Session()
    while not stop.is_set():
        with lock:
            references = [party.reference() for _ in range(6)]
        mpans = [MPANS[i % 2] for i in range(5)] + [STRANGER]
        messages = [party.consumption(mpan=mpan, reference=r) for mpan, r in zip(mpans, references)]
        with lock:
            sent.update(references)
        try:
            response = party.send(messages, session=session)
        except requests.exceptions.RequestException:
            session = requests.Session()
            continue
        if response.status_code == 201:
            with lock:
                for entry in response.json()["messageArray"]:
                    reference = entry["senderUniqueReference"]
                    (strangers if reference == references[-1] else answered)[reference] = entry["transactionID"]


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    print(f"seed {seed}")
    chance = random.Random(seed)
    cases = Cases()
    stand_in = StandIn(program, folder / "data", settings={"retryTries": 100, "retryMaximumSeconds": 1})
    stand_in.start()
    data, supplier = stand_in.enrol("SDS", "ABCD"), stand_in.enrol("SUP", "EFGH")
    hook = Webhook(supplier, folder / "supplier.log")
    stand_in.run("channels", "set", supplier.dipId, "IF-021", hook.url)
    (folder / "appointments.csv").write_text(
        "mpan,role,dip_id,from,to\n" + "".join(f"{mpan},SUP,{supplier.dipId},,\n" for mpan in MPANS))
    stand_in.run("appointments", "load", str(folder / "appointments.csv"))
    sent, answered, strangers, lock = set(), {}, {}, threading.Lock()
    for number in range(rounds):
        stop = threading.Event()
        threads = [threading.Thread(target=load, args=(data, stop, sent, answered, strangers, lock)) for _ in range(3)]
        for thread in threads:
            thread.start()
        goal = len(answered) + chance.randrange(10, 120)
        wait_until(lambda: len(answered) >= goal, 60)
        stand_in.kill()
        stop.set()
        for thread in threads:
            thread.join()
        stand_in.start()
        cases.check(f"round {number + 1}: it starts again after a kill", stand_in.process.poll() is None)

    def delivered():
        return {m["payload"]["CommonBlock"]["S1"]["senderUniqueReference"] for m in hook.messages()}

    wait_until(lambda: set(answered) <= delivered(), 90)
    arrived = [m["payload"]["CommonBlock"] for m in hook.messages()]
    got = {block["S1"]["senderUniqueReference"] for block in arrived}
    cases.check("enough was sent to tell", len(answered) > 30 * rounds // 2, len(answered))
    cases.equal("every message answered 201 is delivered", sorted(set(answered) - got)[:5], [])
    cases.equal("none is invented", sorted(got - sent)[:5], [])
    wrong = [b for b in arrived if answered.get(b["S1"]["senderUniqueReference"], b["D0"]["transactionID"])
             != b["D0"]["transactionID"]]
    cases.equal("each under the transaction that was answered", wrong[:2], [])
    # First deliveries of an MPAN come in the order of the journal.
    order = {line["transactionID"]: line["sequence"] for line in stand_in.journal("--event", "accepted")}
    for mpan in MPANS:
        seen, places = set(), []
        for block in arrived:
            transaction = block["D0"]["transactionID"]
            if block["M0"]["MPANCore"] == mpan and transaction not in seen:
                seen.add(transaction)
                places.append(order[transaction])
        cases.check(f"the messages of {mpan} come in order", places == sorted(places), places[:20])
    reported = {line["transactionID"] for line in stand_in.journal("--event", "status")
                if "MSG1037" in json.dumps(line) and "transactionID" in line}
    cases.check("some were reported", len(strangers) > 3 * rounds, len(strangers))
    cases.equal("every report is kept with its message", sorted(set(strangers.values()) - reported)[:5], [])
    twice = len(arrived) - len(got)
    print(f"{len(answered)} answered 201, {len(got)} delivered, {twice} of them more than once")
    used = next(iter(answered))
    again = data.send([data.consumption(reference=used)])
    cases.equal("a reference from before the kills is still known", again.status_code, 400, again.text[:200])
    cases.equal("it stops when told to", stand_in.stop(), 0)
    database = sqlite3.connect(folder / "data" / "dip.sqlite")
    indexed, last = database.execute("SELECT indexed, (SELECT max(sequence) FROM entry) FROM head").fetchone()
    database.close()
    cases.equal("and leaves no end of the log to follow at the next start", indexed, last)
    return cases.finish()


if __name__ == "__main__":
    sys.exit(main())
