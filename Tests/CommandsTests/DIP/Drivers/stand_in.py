"""Runs the real program as a stand-in, with an independent client beside it. Standard library and dip_client.py only."""

import base64
import datetime
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "Clients"))

import requests  # noqa: E402

import dip_client  # noqa: E402

MPAN = "2000056535971"
OTHER_MPAN = "1900012374324"


class Cases:
    """Named checks; each prints a line, and the sum is the last line."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, holds, told=""):
        if holds:
            self.passed += 1
            print(f"ok {name}")
        else:
            self.failed += 1
            print(f"FAILED {name}: {told}")
        sys.stdout.flush()

    def equal(self, name, found, expected, told=""):
        self.check(name, found == expected, f"found {found!r}, expected {expected!r} {told}")

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def wait_until(holds, limit=30.0):
    """Asks until the answer is true, at most so many seconds; gives the last answer."""
    end = time.monotonic() + limit
    while True:
        answer = holds()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(0.02)


class StandIn:
    """The program, serving from a data folder."""

    def __init__(self, program, data, port=0, settings=None, arguments=()):
        self.program = program
        self.data = Path(data)
        self.port = port
        self.arguments = list(arguments)
        self.process = None
        self.address = None
        if settings:
            (self.data / "dip").mkdir(parents=True, exist_ok=True)
            text = "".join(f"{name}: {value}\n" for name, value in settings.items())
            (self.data / "dip" / "settings.yaml").write_text(text)

    def run(self, *arguments, check=True):
        done = subprocess.run(
            [self.program, "dip", *arguments, "--data", str(self.data)], capture_output=True, text=True, timeout=120
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"dip {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        return done

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "dip", "serve", "--json", "--port", str(self.port), "--data", str(self.data), *self.arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the stand-in did not start: {self.process.stderr.read().decode()}")
        ready = json.loads(line)
        self.address = ready["address"]
        self.port = int(self.address.rsplit(":", 1)[1])
        self.authority = ready["certificateAuthority"]
        # Standard error is drained, or a full pipe would hold the program up.
        self.errors = []
        threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True).start()
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def enrol(self, role, mpid, *arguments):
        return Party(self, json.loads(self.run("enrol", "--role", role, "--mpid", mpid, "--json", *arguments).stdout))

    def journal(self, *arguments):
        lines = self.run("journal", "--json", *arguments).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def memory(self):
        """Peak resident memory, megabytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        return 0.0


class Party:
    """An enrolled party with an independent client."""

    serials = 0

    def __init__(self, stand_in, enrolled):
        self.stand_in = stand_in
        self.__dict__.update(enrolled)
        self.session = requests.Session()

    def post(self, path, body, method="POST", session=None, **options):
        url = self.stand_in.address + path
        return dip_client.send(
            url, body, self.certificate, self.key, self.certificateAuthority, options.pop("api_key", self.apiKey),
            method=method, session=session or self.session, **options,
        )

    def send(self, messages, interface="IF-021", **options):
        body = messages if isinstance(messages, bytes) else json.dumps(messages).encode()
        return self.post(f"/dip-channel/{interface}", body, **options)

    def reference(self, interface="IF-021"):
        Party.serials += 1
        day = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%d")
        return f"S-{interface}-{self.dipId}-{self.role}-{day}-{Party.serials:016d}"

    def consumption(self, mpan=MPAN, reference=None, primary=()):
        """A consumption message of two half hours, written from the field lists alone."""
        return {
            "payload": {
                "CommonBlock": {
                    "S0": {"interfaceID": "IF-021", "schemaVersion": "011", "eventCode": "[ActivePower]"},
                    "S1": {
                        "environmentTag": "SIT", "subText": None,
                        "senderUniqueReference": reference or self.reference(),
                        "senderTimestamp": dip_client.timestamp(), "senderDIPID": self.dipId,
                        "senderRoleID": self.role, "senderCorrelationID": None, "DIPConnectionProviderID": None,
                    },
                    "A0": {"primaryRecipients": list(primary), "secondaryRecipients": [], "always": []},
                    "M0": {"MPANCore": mpan, "distributorDIPID": "2509012345", "GSPGroupID": "_K"},
                },
                "CustomBlock": {
                    "B044": {"issuingDataServiceDIPID": self.dipId},
                    "B067": {
                        "connectionTypeIndicator": "W",
                        "connectionTypeEffectiveFromDate": "2022-03-21T00:00:00+00:00",
                    },
                    "B900": {
                        "MQID": {"measurementQuantityID": "AI"},
                        "settlementDayConsumptionPeriods": [
                            {
                                "settlementDay": {
                                    "settlementDayDate": "2026-03-31T00:00:00+00:00", "periodDuration": 30,
                                },
                                "consumptionPeriods": [
                                    {"sp": "2026-03-31T00:30:00+00:00", "v": "0.125", "q": "A", "e": None, "arc": None},
                                    {"sp": "2026-03-31T01:00:00+00:00", "v": "0.131", "q": "E1", "e": "2", "arc": None},
                                ],
                            }
                        ],
                    },
                },
            }
        }


class Webhook:
    """A party's independent webhook, and what it was sent."""

    def __init__(self, party, log, statuses=(201,), delay=0.0):
        self.log = Path(log)
        self.log.touch()
        self.file = open(self.log, "a", encoding="utf-8")
        self.server = dip_client.receive(
            "127.0.0.1", 0, party.certificate, party.key, party.certificateAuthority, file=self.file,
            statuses=list(statuses), delay=delay, keeps_bytes=True,
        )
        self.port = self.server.server_address[1]
        self.url = f"https://127.0.0.1:{self.port}/dip"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def posts(self):
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def messages(self, accepted=True):
        """Messages of the posts that were answered 201, in order of arrival."""
        found = []
        for post in self.posts():
            if accepted and post["status"] != 201:
                continue
            found += json.loads(base64.b64decode(post["bodyBase64"]))
        return found


def codes(response):
    """The response codes of a standard response."""
    try:
        return [entry["message"].split(" ")[0] for entry in response.json()["messageArray"]]
    except (ValueError, KeyError, TypeError):
        return []
