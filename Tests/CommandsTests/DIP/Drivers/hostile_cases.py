#!/usr/bin/env python3
"""What nobody should send: each is refused clearly, memory stays flat, and the stand-in goes on.

usage: hostile_cases.py PROGRAM FOLDER
"""

import json
import resource
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import requests
from stand_in import Cases, StandIn, wait_until

import dip_client
import dip_signature

MOST_MEMORY = 300.0


def connection(stand_in, party=None, timeout=20):
    context = ssl.create_default_context(cafile=stand_in.authority)
    context.check_hostname = False
    if party:
        context.load_cert_chain(party.certificate, party.key)
    plain = socket.create_connection(("127.0.0.1", stand_in.port), timeout=timeout)
    return context.wrap_socket(plain, server_hostname="localhost")


def status_of(sock):
    """The status line's number, 0 where the other side closed without one."""
    data = b""
    try:
        while b"\r\n" not in data:
            part = sock.recv(4096)
            if not part:
                break
            data += part
    except OSError:
        pass
    words = data.split(b" ")
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def large_bodies(cases, stand_in, party):
    with connection(stand_in, party) as sock:
        sock.sendall(b"POST /dip-channel/IF-021 HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n")
        cases.equal("a body of 1 GB is refused before it comes", status_of(sock), 413)
    with connection(stand_in, party) as sock:
        sock.sendall(b"POST /dip-channel/IF-021 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        status = 0
        try:
            for _ in range(1024):
                sock.sendall(chunk)
        except OSError:
            pass
        status = status_of(sock)
        cases.check("one that never ends is cut off", status in (413, 0), status)
    with connection(stand_in, party) as sock:
        sock.sendall(b"POST /dip-channel/IF-021 HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 300_000 + b"\r\n\r\n")
        cases.check("a header of 300 kB is refused", status_of(sock) in (400, 431, 0))
    cases.check("memory stays flat", stand_in.memory() < MOST_MEMORY, f"{stand_in.memory():.0f} MB")


def bodies(cases, party):
    deep = b'[{"payload":' * 1_000_000
    for name, body in [("a million levels", deep), ("a number of a million digits", b"[" + b"1" * 1_000_000 + b"]"),
                       ("two million empty objects", b"[" + b"{}," * 2_000_000 + b"{}]"),
                       ("a string of control characters", b'["\x00\x01"]'),
                       ("a lone surrogate", b'[{"payload":"\\ud800"}]'),
                       ("repeated keys in capitals", b'[{"payload":{"A":1,"a":2}}]'),
                       ("a gzip bomb's beginning", b"\x1f\x8b\x08\x00" + b"\x00" * 1000)]:
        response = party.post("/dip-channel/IF-021", body)
        cases.check(f"{name}: refused", response.status_code in (400, 413), f"{response.status_code} {response.text[:100]}")


def slow(cases, stand_in, party):
    """The settings close a connection that has not said what it wants in two seconds."""
    begun = time.monotonic()
    with connection(stand_in, party) as sock:
        sock.sendall(b"POST /dip-channel/IF-021 HTTP/1.1\r\nHost: x\r\n")
        closed = False
        try:
            while time.monotonic() - begun < 20 and not closed:
                sock.sendall(b"X-Drip: 1\r\n")
                sock.settimeout(0.3)
                try:
                    closed = sock.recv(1) == b""
                except (TimeoutError, ssl.SSLWantReadError):
                    pass
        except OSError:
            closed = True
    cases.check("a head that dribbles is cut off", closed, "it was still open")
    plain = socket.create_connection(("127.0.0.1", stand_in.port), timeout=20)
    plain.settimeout(20)
    try:
        ended = plain.recv(1) == b""
    except OSError:
        ended = True
    cases.check("a connection that says nothing is closed", ended)
    plain.close()


def idle(cases, stand_in, party, count):
    held = []
    try:
        for _ in range(count):
            held.append(socket.create_connection(("127.0.0.1", stand_in.port), timeout=5))
    except OSError as error:
        cases.check("connections could be opened", False, f"{len(held)}: {error}")
    answered = wait_until(lambda: try_send(party), 60)
    cases.check(f"{count} idle connections do not stop it", bool(answered))
    for sock in held:
        sock.close()
    cases.check("memory stays flat with them", stand_in.memory() < MOST_MEMORY, f"{stand_in.memory():.0f} MB")


def ten_thousand(cases, program, folder, count=10_000):
    """Idle connections beyond the soft limit of open files that a shell gives, beside a sender."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    cases.check("the system grants this test its open files", hard > count + 1_000, f"{hard} are granted")
    stand_in = StandIn(program, folder / "idle")
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, hard))
    stand_in.start()
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    held = []
    try:
        party = stand_in.enrol("SDS", "IDLE")
        try:
            for _ in range(count):
                held.append(socket.create_connection(("127.0.0.1", stand_in.port), timeout=5))
        except OSError as error:
            cases.check(f"{count} connections could be opened", False, f"{len(held)}: {error}")
        waits = []
        for _ in range(20):
            began = time.monotonic()
            cases.check("a sender is heard beside them", try_send(party)) if not waits else try_send(party)
            waits.append(time.monotonic() - began)
        open_now = len(list(Path(f"/proc/{stand_in.process.pid}/fd").iterdir()))
        cases.check(f"{count} connections are held at once", open_now > count, f"{open_now} files are open")
        cases.check("no sender waits beside them", max(waits) < 5, f"{max(waits):.2f} s")
        cases.check("memory is bounded with them", stand_in.memory() < MOST_MEMORY, f"{stand_in.memory():.0f} MB")
    finally:
        for sock in held:
            sock.close()
        cases.equal("it stops when told to", stand_in.stop(), 0)


def standing(cases, program, folder, most=100):
    """Connections that shook hands and say nothing: the one that has stood longest makes room."""
    stand_in = StandIn(program, folder / "standing", settings={"standingConnections": most})
    stand_in.start()
    party = stand_in.enrol("SDS", "WAIT")
    context = ssl.create_default_context(cafile=party.certificateAuthority)
    context.load_cert_chain(party.certificate, party.key)
    held = []
    try:
        kept = requests.Session()
        for number in range(3 * most):
            raw = socket.create_connection(("127.0.0.1", stand_in.port), timeout=10)
            held.append(context.wrap_socket(raw, server_hostname="127.0.0.1"))
            if number % 25 == 0:
                sent = party.send([party.consumption()], session=kept, timeout=10)
                cases.equal("a sender that uses its connection is served", sent.status_code, 201, sent.text)

        def closed(sock):
            sock.settimeout(0.01)
            try:
                return sock.recv(1) == b""
            except (TimeoutError, ssl.SSLWantReadError):
                return False
            except OSError:
                return True

        ended = wait_until(lambda: [closed(sock) for sock in held].count(True) >= 2 * most and
                           [closed(sock) for sock in held]) or [closed(sock) for sock in held]
        cases.check("those that stood longest are closed", all(ended[:2 * most]), ended.count(True))
        cases.check("and the newest stand", not any(ended[-most + 2:]), ended[-most:].count(True))
        # Handshakes that never end displace nobody who finished one.
        strangers = [socket.create_connection(("127.0.0.1", stand_in.port), timeout=10) for _ in range(2 * most)]
        for sock in strangers:
            sock.sendall(b"\x16\x03\x01\x02\x00\x01")
        cases.check("unfinished handshakes make room for each other",
                    wait_until(lambda: sum(closed(sock) for sock in strangers) >= most))
        cases.check("and not among those that finished", not any(closed(sock) for sock in held[-most + 2:]))
        for sock in strangers:
            sock.close()
        cases.check("a sender is heard beside them", try_send(party))
    finally:
        for sock in held:
            sock.close()
        cases.equal("it stops when told to", stand_in.stop(), 0)


def try_send(party):
    try:
        return party.send([party.consumption()], session=requests.Session(), timeout=10).status_code == 201
    except requests.exceptions.RequestException:
        return False


def certificates(cases, stand_in, party, folder):
    other = StandIn(stand_in.program, folder / "other")
    stranger = other.enrol("SDS", "ABCD")
    try:
        response = dip_client.send(stand_in.address + "/dip-channel/IF-021", b"[]", stranger.certificate, stranger.key,
                                   stand_in.authority, stranger.apiKey)
        cases.check("a certificate of another authority is refused", False, response.status_code)
    except requests.exceptions.RequestException:
        cases.check("a certificate of another authority is refused", True)
    supplier = stand_in.enrol("SUP", "EFGH")
    response = dip_client.send(stand_in.address + "/dip-channel/IF-021", b"[]", supplier.certificate, supplier.key,
                               stand_in.authority, party.apiKey)
    cases.check("another party's certificate is refused", response.status_code in (401, 403), response.status_code)
    mode = Path(party.key).stat().st_mode & 0o777
    cases.equal("a key is for its owner alone", oct(mode), oct(0o600))
    secrets = [party.apiKey, Path(party.key).read_text().splitlines()[1]]
    journal = json.dumps(stand_in.journal())
    log = b"".join(stand_in.errors).decode("utf-8", "replace")
    cases.check("no key stands in journal or log", not any(s in journal or s in log for s in secrets))


def production(cases, stand_in, folder):
    done = subprocess.run(
        [stand_in.program, "dip", "serve", "--environment", "PRD", "--data", str(folder / "prd"), "--port", "0"],
        capture_output=True, text=True, timeout=60)
    cases.check("production is refused", done.returncode != 0 and "PRD" in done.stderr, done.stderr)


def garbage(cases, stand_in):
    for name, data in [("HTTP without TLS", b"GET / HTTP/1.1\r\n\r\n"), ("noise", bytes(range(256)) * 40)]:
        with socket.create_connection(("127.0.0.1", stand_in.port), timeout=20) as sock:
            sock.sendall(data)
            sock.settimeout(20)
            try:
                sock.recv(4096)
            except OSError:
                pass
        cases.check(f"{name} does not stop it", stand_in.process.poll() is None)


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    cases = Cases()
    stand_in = StandIn(
        program, folder / "data",
        settings={"idleSeconds": 2, "bodySeconds": 20, "maximumBodyKilobytes": 16384, "maximumConnections": 2000})
    stand_in.start()
    try:
        party = stand_in.enrol("SDS", "ABCD")
        large_bodies(cases, stand_in, party)
        bodies(cases, party)
        slow(cases, stand_in, party)
        garbage(cases, stand_in)
        certificates(cases, stand_in, party, folder)
        production(cases, stand_in, folder)
        idle(cases, stand_in, party, 900)
        cases.check("it still takes messages in", try_send(party))
        cases.equal("it stops when told to", stand_in.stop(), 0)
    finally:
        if stand_in.process.poll() is None:
            stand_in.kill()
    standing(cases, program, folder)
    ten_thousand(cases, program, folder)
    return cases.finish()


if __name__ == "__main__":
    sys.exit(main())
