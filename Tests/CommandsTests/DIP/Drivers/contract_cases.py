#!/usr/bin/env python3
"""The wire contract, case by case, spoken by an independent client over mutual TLS.

usage: contract_cases.py PROGRAM FOLDER
"""

import base64
import copy
import json
import sys
from pathlib import Path

import requests
from stand_in import MPAN, OTHER_MPAN, Cases, StandIn, Webhook, codes, wait_until

import dip_client
import dip_signature


def accepted(cases, data, supplier, market):
    response = data.send([data.consumption(primary=[supplier.dipId])])
    cases.equal("a valid IF-021 is accepted", response.status_code, 201, response.text)
    body = response.json()
    cases.equal("the answer has the two keys", sorted(body), ["messageArray", "timestamp"])
    entry = body["messageArray"][0]
    cases.equal(
        "an entry has the ten keys", sorted(entry),
        sorted(["transactionID", "senderUniqueReference", "correlationID", "sentTimestamp", "senderID", "recipientID",
                "DIPConnectionProviderID", "message", "help", "serviceTicketURL"]))
    cases.equal("the platform names itself by eleven zeros", entry["senderID"], "00000000000")
    cases.check("the message begins with its code", entry["message"].startswith("MSG0000 - "), entry["message"])
    cases.check("the time has 25 characters", len(body["timestamp"]) == 25, body["timestamp"])
    return entry


def deliveries(cases, entry, supplier_hook):
    found = wait_until(lambda: [m for m in supplier_hook.messages()
                                if m["payload"]["CommonBlock"]["D0"]["transactionID"] == entry["transactionID"]])
    cases.check("the primary recipient gets it", len(found or []) == 1, f"{len(found or [])} times")
    if not found:
        return
    common = found[0]["payload"]["CommonBlock"]
    cases.equal("it is published as PUB-021", common["D0"]["publicationID"], "PUB-021")
    cases.equal("it is no replay", common["D0"]["replayIndicator"], False)
    cases.check("it names its recipients", common["A0"]["primaryRecipients"] != [], common["A0"])
    posts = supplier_hook.posts()
    cases.check("the platform's signature verifies", all(post["verified"] for post in posts), posts[-1]["trouble"])
    cases.check("the platform shows its certificate", all(post["peerDigest"] for post in posts))


def refusals(cases, data):
    def one(name, change, code, status=400):
        message = data.consumption()
        change(message)
        response = data.send([message])
        cases.check(name, response.status_code == status and code in codes(response),
                    f"{response.status_code} {response.text[:300]}")

    common = lambda m: m["payload"]["CommonBlock"]  # noqa: E731
    custom = lambda m: m["payload"]["CustomBlock"]  # noqa: E731
    days = lambda m: custom(m)["B900"]["settlementDayConsumptionPeriods"]  # noqa: E731

    message = data.consumption()
    cases.equal("a reference is taken once", data.send([message]).status_code, 201)
    again = data.send([message])
    cases.check("a reference used before is MSG1006", again.status_code == 400 and "MSG1006" in codes(again), again.text)
    twice = [data.consumption(), data.consumption()]
    twice[1]["payload"]["CommonBlock"]["S1"]["senderUniqueReference"] = \
        twice[0]["payload"]["CommonBlock"]["S1"]["senderUniqueReference"]
    response = data.send(twice)
    cases.equal("a reference twice in one body is refused", response.status_code, 400, response.text)

    good, bad = data.consumption(), data.consumption()
    days(bad)[0]["consumptionPeriods"][0]["v"] = "much"
    before = len(data.stand_in.journal("--event", "accepted"))
    response = data.send([good, bad])
    cases.equal("one bad message refuses both", response.status_code, 400)
    cases.equal("and none is routed", len(data.stand_in.journal("--event", "accepted")), before)
    cases.equal("the good one can be sent again", data.send([good]).status_code, 201)

    one("data are case sensitive", lambda m: common(m)["S0"].update(eventCode="[activepower]"), "MSG1001")
    one("GSP group _I is none", lambda m: common(m)["M0"].update(GSPGroupID="_I"), "MSG1001")
    one("201 settlement days are too many", lambda m: days(m).extend([days(m)[0]] * 200), "MSG1001")
    one("49 periods are too many",
        lambda m: days(m)[0].update(consumptionPeriods=days(m)[0]["consumptionPeriods"][:1] * 49), "MSG1001")
    one("1.5 lacks two decimals", lambda m: days(m)[0]["consumptionPeriods"][0].update(v="1.5"), "MSG1001")
    one("an unknown field is refused", lambda m: common(m)["M0"].update(extra="x"), "MSG1001")
    one("a missing field is refused", lambda m: common(m)["S1"].pop("subText"), "MSG1001")
    one("another environment is refused", lambda m: common(m)["S1"].update(environmentTag="UIT"), "MSG1001")
    one("another role is refused", lambda m: common(m)["S1"].update(senderRoleID="ADS"), "MSG1010")
    one("an unknown sender is not let through", lambda m: common(m)["S1"].update(senderDIPID="9999999999"), "MSG1009", 403)
    one("an unknown recipient is refused", lambda m: common(m)["A0"].update(primaryRecipients=["9999999999"]), "MSG1031")

    response = data.send([data.consumption()], interface="IF-014")
    cases.check("the path's interface must be the message's", response.status_code == 400 and
                "MSG1002" in codes(response), response.text)


def case_rules(cases, data):
    message = data.consumption()
    text = json.dumps([message]).replace('"interfaceID"', '"interfaceid"').replace('"payload"', '"Payload"')
    response = data.send(text.encode())
    cases.equal("field names may have any case on the way in", response.status_code, 201, response.text[:300])
    response = data.send([data.consumption()], interface="if-021")
    cases.equal("the path may have any case", response.status_code, 201, response.text[:300])
    text = json.dumps([data.consumption()], indent=1)
    cases.equal("white space is free", data.send(text.encode()).status_code, 201)


def door(cases, data, supplier):
    body = json.dumps([data.consumption()]).encode()
    response = data.post("/dip-channel/IF-021", body, api_key="wrong")
    cases.equal("an unknown API key is 401", response.status_code, 401, response.text)
    response = data.post("/dip-channel/IF-021", body, api_key=supplier.apiKey)
    cases.equal("another party's API key is 403", response.status_code, 403, response.text)

    url = data.stand_in.address + "/dip-channel/IF-021"
    key = dip_signature.load_key(data.key)
    certificate = dip_signature.certificate_header(data.certificate)

    def raw(headers, sent=body, target=url):
        fields = {"Content-Type": "application/json", "X-API-Key": data.apiKey}
        fields.update(headers)
        session = requests.Session()
        session.trust_env = False
        return session.post(target, data=sent, headers=fields, cert=(data.certificate, data.key),
                            verify=data.certificateAuthority, timeout=30)

    signed = dip_client.sign("POST", url, body, key, certificate)
    response = raw(signed, sent=body + b" ")
    cases.check("a body altered after signing is told by its hash",
                response.status_code == 401 and "hash" in response.text.lower(), response.text)
    response = raw({})
    cases.equal("a request without a signature is 401", response.status_code, 401, response.text)
    broken = dict(signed)
    broken["X-DIP-Signature"] = base64.b64encode(b"x" * 256).decode()
    cases.equal("a wrong signature is 401", raw(broken).status_code, 401)
    capitals = url.replace("127.0.0.1", "LOCALHOST").replace("https", "HTTPS")
    fresh = json.dumps([data.consumption()]).encode()
    signed = dip_client.sign("POST", capitals, fresh, key, certificate)
    response = raw(signed, sent=fresh, target=capitals)
    cases.equal("capitals in the host are no matter", response.status_code, 201, response.text)
    replayed = raw(signed, sent=fresh, target=capitals)
    cases.check("a replayed request is stopped by its reference",
                replayed.status_code == 400 and "MSG1006" in codes(replayed), replayed.text)
    session = requests.Session()
    session.trust_env = False
    try:
        session.post(url, data=body, verify=data.certificateAuthority, timeout=10)
        cases.check("a connection without a certificate is refused", False, "it was answered")
    except requests.exceptions.RequestException:
        cases.check("a connection without a certificate is refused", True)


def addresses(cases, data):
    for path in ["/", "/dip-channel", "/dip-channel/IF-21", "/dip-channel/../dip-channel/IF-021", "//dip-channel/IF-021",
                 "/dip-channel/IF-021/", "/dip-channel/IF-021/pubconfig", "/dip-channel/IF-021%2F", "/statusmessage/x"]:
        response = data.post(path, b"[]")
        cases.check(f"{path} is no address", response.status_code == 404 or path.startswith("/dip-channel/.."),
                    response.status_code)
    response = data.post("/dip-channel/IF-021", b"", method="GET")
    cases.equal("GET is not for messages", response.status_code, 405)
    for name, body in [("empty", b""), ("an object", b"{}"), ("an empty array", b"[]"), ("no JSON", b"[{"),
                       ("bad UTF-8", b'[{"payload":"\xff\xfe"}]'), ("deep nesting", b"[" * 200_000 + b"]" * 200_000),
                       ("repeated keys", b'[{"payload":{},"payload":{}}]'), ("a byte order mark", b"\xef\xbb\xbf[]")]:
        response = data.post("/dip-channel/IF-021", body)
        cases.equal(f"a body of {name} is 400", response.status_code, 400, response.text[:200])
    response = data.post("/dip-channel/IF-021", b"[]", headers={"Content-Encoding": "gzip"})
    cases.equal("a compressed body is 415", response.status_code, 415)


def status_messages(cases, data, supplier, data_hook, entry):
    status = copy.deepcopy(entry)
    status.update(senderID=supplier.dipId, recipientID=data.dipId, message="RCP1061 - unknown", help=None)
    response = supplier.post("/statusmessage", json.dumps([status]).encode())
    cases.equal("a recipient's status message is accepted", response.status_code, 201, response.text)
    found = wait_until(lambda: [p for p in data_hook.posts() if "RCP1061" in p["body"]])
    cases.check("the original sender gets it", bool(found))
    wrong = dict(status, transactionID="T-IF-021-1409012345-SDS-20260401-0000000000000000")
    response = supplier.post("/statusmessage", json.dumps([wrong]).encode())
    cases.equal("a status about an unknown transaction is refused", response.status_code, 400, response.text)
    foreign = dict(status, senderID=data.dipId)
    response = supplier.post("/statusmessage", json.dumps([foreign]).encode())
    cases.equal("a status in another's name is refused", response.status_code, 400, response.text)
    response = data.send([data.consumption(mpan=OTHER_MPAN)])
    cases.equal("an MPAN without appointments is taken in", response.status_code, 201)
    found = wait_until(lambda: [p for p in data_hook.posts() if "MSG1037" in p["body"]])
    cases.check("and its sender is told MSG1037", bool(found))


def webhooks(cases, data, supplier, folder):
    path = f"/dip-channel/IF-014/pubconfig/{data.dipId}"
    body = json.dumps({"callbackURL": "https://127.0.0.1:9443/x", "maxMessageCount": 10, "maxPayloadSize": 100}).encode()
    cases.equal("a webhook is registered", data.post(path, body).status_code, 201)
    response = data.post(path, b"", method="DELETE")
    cases.equal("a webhook is removed", response.status_code, 204, response.text)
    for url in ["https://example.org/x", "https://169.254.169.254/latest", "http://10.0.0.1/x", "file:///etc/passwd",
                "https://127.0.0.1@example.org/", "https://user:pass@127.0.0.1/x"]:
        body = json.dumps({"callbackURL": url, "maxMessageCount": 1, "maxPayloadSize": 1}).encode()
        response = data.post(path, body)
        cases.equal(f"a webhook to {url} is refused", response.status_code, 400, response.text[:200])
    other = f"/dip-channel/IF-014/pubconfig/{supplier.dipId}"
    cases.equal("another party's webhook is not to be set", data.post(other, body).status_code, 403)


def validation(cases, data):
    response = data.post("/validate/IF-021/ActivePower", json.dumps([data.consumption()]).encode())
    cases.equal("a valid message validates", response.status_code, 201, response.text)
    message = data.consumption()
    message["payload"]["CommonBlock"]["M0"]["GSPGroupID"] = "_O"
    response = data.post("/validate/IF-021/ActivePower", json.dumps([message]).encode())
    cases.check("an invalid one is told where", response.status_code == 400 and "GSPGroupID" in response.text, response.text)
    response = data.post("/validate/IF-021/NoSuchEvent", json.dumps([message]).encode())
    cases.equal("an event that there is not", response.status_code, 404)
    response = data.post("/companyDetails", b"", method="GET")
    cases.check("participants can be read", response.status_code == 200 and data.dipId in response.text, response.text)


def replays(cases, supplier, supplier_hook, entry):
    path = f"/dip-channel/IF-021/replay/{supplier.dipId}"
    ask = {"datetimeFrom": None, "datetimeTo": None, "eventCode": None, "MPAN": None, "version": None}
    response = supplier.post(path, json.dumps({**ask, "transactionIDs": [entry["transactionID"]]}).encode())
    found = response.json() if response.status_code == 200 else []
    cases.check("a transaction is replayed in the answer", len(found) == 1, response.text[:300])
    if found:
        block = found[0]["payload"]["CommonBlock"]["D0"]
        cases.equal("it says that it is a replay", block["replayIndicator"], True)
        cases.equal("it keeps its transaction", block["transactionID"], entry["transactionID"])
    response = supplier.post(path, json.dumps({**ask, "MPAN": MPAN}).encode())
    cases.check("all of an MPAN are replayed", response.status_code == 200 and len(response.json()) > 3, response.text[:200])
    many = [f"T-IF-021-1409012345-SDS-20260401-{n:016x}" for n in range(101)]
    response = supplier.post(path, json.dumps({**ask, "transactionIDs": many}).encode())
    cases.equal("101 transactions are too many", response.status_code, 400)
    before = len(supplier_hook.messages())
    path = f"/dip-channel/IF-021/requeue/{supplier.dipId}"
    response = supplier.post(path, json.dumps({**ask, "transactionIDs": [entry["transactionID"]]}).encode())
    cases.equal("a requeue is taken", response.status_code, 200, response.text)
    found = wait_until(lambda: len(supplier_hook.messages()) > before)
    cases.check("and delivered again", bool(found))
    last = supplier_hook.messages()[-1]["payload"]["CommonBlock"]["D0"]
    cases.check("as a replay", last["replayIndicator"] is True and last["transactionID"] == entry["transactionID"], last)


def retries(cases, stand_in, data, folder):
    third = stand_in.enrol("SUP", "THRD")
    hook = Webhook(third, folder / "third.log", statuses=[503, 503, 503, 201])
    stand_in.run("channels", "set", third.dipId, "IF-021", hook.url)
    response = data.send([data.consumption(primary=[third.dipId])])
    transaction = response.json()["messageArray"][0]["transactionID"]
    wait_until(lambda: len(hook.posts()) >= 4)
    cases.equal("503 three times and 201: four tries", [post["status"] for post in hook.posts()], [503, 503, 503, 201])
    lines = wait_until(lambda: [line for line in stand_in.journal("--transaction", transaction)
                                if line["event"] == "delivered" and line["recipient"] == third.dipId])
    cases.equal("and one delivery", len(lines or []), 1)
    fourth = stand_in.enrol("SUP", "FRTH")
    hook = Webhook(fourth, folder / "fourth.log", statuses=[400])
    stand_in.run("channels", "set", fourth.dipId, "IF-021", hook.url)
    response = data.send([data.consumption(primary=[fourth.dipId])])
    transaction = response.json()["messageArray"][0]["transactionID"]
    found = wait_until(lambda: [line for line in stand_in.journal("--transaction", transaction)
                                if line["event"] == "undelivered" and line.get("recipient") == fourth.dipId])
    cases.equal("400 is not tried again", [post["status"] for post in hook.posts()], [400], found)


def shuffled(cases, program, folder):
    """The setting that breaks the order on purpose: every message still comes once."""
    stand_in = StandIn(program, folder / "shuffled", settings={"order": "shuffled", "lanes": 1}).start()
    try:
        data, supplier = stand_in.enrol("SDS", "ABCD"), stand_in.enrol("SUP", "EFGH")
        hook = Webhook(supplier, folder / "shuffled.log")
        stand_in.run("channels", "set", supplier.dipId, "IF-021", hook.url)
        sent = [data.consumption(primary=[supplier.dipId]) for _ in range(60)]
        cases.equal("sixty messages of one MPAN are accepted", data.send(sent).status_code, 201)
        wait_until(lambda: len(hook.messages()) >= 60)
        wanted = [m["payload"]["CommonBlock"]["S1"]["senderUniqueReference"] for m in sent]
        found = [m["payload"]["CommonBlock"]["S1"]["senderUniqueReference"] for m in hook.messages()]
        cases.equal("each comes once", sorted(found), sorted(wanted))
        cases.check("and not in order", found != wanted, "the order was kept")
    finally:
        stand_in.kill()


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    cases = Cases()
    stand_in = StandIn(program, folder / "data", settings={"retryFirstSeconds": 1, "retryFactor": 1}).start()
    try:
        data = stand_in.enrol("SDS", "ABCD")
        supplier = stand_in.enrol("SUP", "EFGH")
        market = stand_in.enrol("MDS", "MDSA")
        hooks = {}
        for party, name in [(data, "data"), (supplier, "supplier"), (market, "market")]:
            hooks[name] = Webhook(party, folder / f"{name}.log")
            for channel in ["IF-021", "status"]:
                stand_in.run("channels", "set", party.dipId, channel, hooks[name].url)
        (folder / "appointments.csv").write_text(
            f"mpan,role,dip_id,from,to\n{MPAN},SUP,{supplier.dipId},,\n{MPAN},SDS,{data.dipId},,\n")
        stand_in.run("appointments", "load", str(folder / "appointments.csv"))
        entry = accepted(cases, data, supplier, market)
        deliveries(cases, entry, hooks["supplier"])
        refusals(cases, data)
        case_rules(cases, data)
        door(cases, data, supplier)
        addresses(cases, data)
        status_messages(cases, data, supplier, hooks["data"], entry)
        webhooks(cases, data, supplier, folder)
        validation(cases, data)
        replays(cases, supplier, hooks["supplier"], entry)
        retries(cases, stand_in, data, folder)
        shuffled(cases, program, folder)
        cases.equal("it stops when told to", stand_in.stop(), 0)
    finally:
        if stand_in.process and stand_in.process.poll() is None:
            stand_in.kill()
    return cases.finish()


if __name__ == "__main__":
    sys.exit(main())
