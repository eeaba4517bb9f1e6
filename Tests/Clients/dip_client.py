#!/usr/bin/env python3
"""An independent participant of the Data Integration Platform: signs, sends, verifies and receives.

Written from the description of the wire contract alone, with the Python packages cryptography and requests, so that it
can stand against the stand-in as somebody else's implementation. Nothing in it is shared with the product.
"""

import argparse
import base64
import datetime
import hashlib
import http.server
import json
import signal
import ssl
import sys
import threading

import requests

from dip_signature import HASHES, certificate_header, load_key, load_roots, now_text, sign, verify

# The largest body that the receiver reads.
LARGEST_BODY = 256 * 1024 * 1024
EXIT_REFUSED = 2
EXIT_UNREACHABLE = 69


# --- sending ---------------------------------------------------------------------------------------------------------


def send(url, body, certificate, key, authority, api_key, method="POST", headers=None, timeout=30, session=None):
    """Signs and sends a body over mutual TLS; gives the response of requests."""
    fields = {"Content-Type": "application/json", "X-API-Key": api_key}
    fields.update(sign(method, url, body, load_key(key), certificate_header(certificate)))
    fields.update(headers or {})
    # Proxies of the environment do not concern a participant on the same machine.
    caller = session or requests.Session()
    caller.trust_env = False
    return caller.request(
        method, url, data=body, headers=fields, cert=(certificate, key), verify=authority, timeout=timeout,
        allow_redirects=False,
    )


# --- receiving -------------------------------------------------------------------------------------------------------


def timestamp():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def standard_response(body, code):
    """One entry for each message of a webhook's body, with its transaction."""
    try:
        messages = json.loads(body)
    except ValueError:
        messages = []
    if not isinstance(messages, list):
        messages = []
    entries = []
    for message in messages or [None]:
        payload = message.get("payload") if isinstance(message, dict) else None
        blocks = payload.get("CommonBlock") if isinstance(payload, dict) else None
        blocks = blocks if isinstance(blocks, dict) else {}
        sent = blocks.get("S0") if isinstance(blocks.get("S0"), dict) else {}
        added = blocks.get("D0") if isinstance(blocks.get("D0"), dict) else {}
        entries.append(
            {
                "transactionID": added.get("transactionID"),
                "senderUniqueReference": sent.get("senderUniqueReference"),
                "correlationID": None,
                "sentTimestamp": timestamp(),
                "senderID": "0000000000",
                "recipientID": sent.get("senderID"),
                "DIPConnectionProviderID": None,
                "message": code,
                "help": None,
                "serviceTicketURL": None,
            }
        )
    return json.dumps({"messageArray": entries, "timestamp": timestamp()}).encode("utf-8")


class Webhook(http.server.BaseHTTPRequestHandler):
    """Answers POSTs: verifies, notes, answers as the script says."""

    protocol_version = "HTTP/1.1"
    # An idle connection is closed after so many seconds.
    timeout = 120
    # Answers are small and wait for nothing.
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass

    def setup(self):
        # The handshake is made here, in the connection's own thread, so that a slow client holds up nobody else.
        self.request.settimeout(30)
        try:
            self.request.do_handshake()
        except (OSError, ssl.SSLError) as error:
            self.server.note({"event": "handshake failed", "cause": str(error)})
            raise ConnectionError("no handshake") from error
        super().setup()

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            self.close_connection = True
            self.reply(411 if not length else 413, b"")
            return
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return
        host = self.headers.get("Host", "")
        url = "https://%s%s" % (host, self.path)
        trouble = verify("POST", [url], self.headers, body, self.server.roots)
        peer = self.request.getpeercert(binary_form=True)
        status = self.server.next_status()
        verified = trouble is None
        if not verified and self.server.refuses:
            status = 401
        number = self.server.note(
            {
                "event": "request",
                "method": "POST",
                "url": url,
                "verified": verified,
                "trouble": trouble,
                "status": status,
                "headers": {name: value for name, value in self.headers.items()},
                "peerDigest": hashlib.sha256(peer).hexdigest() if peer else None,
                "body": body.decode("utf-8", "replace"),
                "bodyBase64": base64.b64encode(body).decode("ascii") if self.server.keeps_bytes else None,
            }
        )
        if self.server.delay:
            self.server.stopping.wait(self.server.delay)
        code = "RCP0000 - Success" if verified else "RCP9999 - Signature does not verify"
        if verified and status >= 300:
            code = "RCP1000 - Processing failed"
        self.reply(status, standard_response(body, code), {"X-Number": str(number)})

    def reply(self, status, body, headers=None):
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
        except OSError:
            # The other side went away: it will try again.
            self.close_connection = True


class Receiver(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, context, roots, file, statuses, refuses, delay, keeps_bytes):
        super().__init__(address, Webhook)
        self.roots = roots
        self.refuses = refuses
        self.delay = delay
        self.keeps_bytes = keeps_bytes
        self.stopping = threading.Event()
        self._file = file
        self._lock = threading.Lock()
        self._count = 0
        self._statuses = list(statuses)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request, client_address):
        # A connection that broke; what it was about is in the file.
        pass

    def next_status(self):
        """The statuses of the script in turn; the last one stays."""
        with self._lock:
            return self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]

    def note(self, entry):
        """Appends one line to the file; gives its number from 1."""
        with self._lock:
            self._count += 1
            entry = {"number": self._count, "at": now_text(), **entry}
            if self._file:
                self._file.write(json.dumps(entry) + "\n")
                self._file.flush()
            return self._count


def receive(host, port, certificate, key, authority, file=None, statuses=(201,), refuses=True, delay=0.0,
            keeps_bytes=False, needs_client=True):
    """A webhook that is listening; serve_forever() runs it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    context.load_verify_locations(authority)
    context.verify_mode = ssl.CERT_REQUIRED if needs_client else ssl.CERT_OPTIONAL
    return Receiver((host, port), context, load_roots(authority), file, statuses, refuses, delay, keeps_bytes)


# --- the command line ------------------------------------------------------------------------------------------------


def body_of(arguments):
    if arguments.body is not None:
        return arguments.body.encode("utf-8")
    if arguments.file == "-":
        return sys.stdin.buffer.read()
    if arguments.file is None:
        return b""
    with open(arguments.file, "rb") as file:
        return file.read()


def run_sign(arguments):
    headers = sign(
        arguments.method, arguments.url, body_of(arguments), load_key(arguments.key),
        certificate_header(arguments.certificate), date=arguments.date, text=arguments.text, scheme=arguments.scheme,
        digest=arguments.digest,
    )
    for name, value in headers.items():
        print("%s: %s" % (name, value))
    return 0


def header_fields(lines):
    fields = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError("'%s' is no header; write NAME: VALUE" % line)
        fields[name.strip()] = value.strip()
    return fields


def run_send(arguments):
    api_key = arguments.api_key
    if arguments.api_key_file:
        with open(arguments.api_key_file, encoding="ascii") as file:
            api_key = file.read().strip()
    try:
        response = send(
            arguments.url, body_of(arguments), arguments.certificate, arguments.key, arguments.authority, api_key or "",
            method=arguments.method, headers=header_fields(arguments.header), timeout=arguments.timeout,
        )
    except requests.RequestException as error:
        print("error: could not reach %s: %s" % (arguments.url, error), file=sys.stderr)
        return EXIT_UNREACHABLE
    print(json.dumps({"status": response.status_code, "headers": dict(response.headers), "body": response.text}))
    return 0 if 200 <= response.status_code < 300 else EXIT_REFUSED


class AnyCase(dict):
    """Headers whose names are found in any case."""

    def get(self, name, default=None):
        for key, value in self.items():
            if key.lower() == name.lower():
                return value
        return default


def run_verify(arguments):
    lines = sys.stdin.read() if arguments.headers == "-" else open(arguments.headers, encoding="utf-8").read()
    fields = AnyCase(header_fields([line for line in lines.splitlines() if line.strip()]))
    trouble = verify(arguments.method, [arguments.url], fields, body_of(arguments), load_roots(arguments.authority))
    print(json.dumps({"verified": trouble is None, "trouble": trouble}))
    return 0 if trouble is None else EXIT_REFUSED


def run_receive(arguments):
    statuses = [int(word) for word in arguments.statuses.split(",")]
    file = open(arguments.log, "a", encoding="utf-8") if arguments.log else None
    server = receive(
        arguments.host, arguments.port, arguments.certificate, arguments.key, arguments.authority, file=file,
        statuses=statuses, refuses=not arguments.accept_unverified, delay=arguments.delay,
        keeps_bytes=arguments.keep_bytes, needs_client=not arguments.client_certificate_optional,
    )

    def stop(*_):
        server.stopping.set()
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if arguments.until_stdin_ends:
        threading.Thread(target=lambda: (sys.stdin.buffer.read(), stop()), daemon=True).start()
    print("ready %d" % server.server_address[1], flush=True)
    server.serve_forever(poll_interval=0.05)
    server.server_close()
    return 0


def parser():
    top = argparse.ArgumentParser(
        prog="dip_client.py", description="An independent client of the Data Integration Platform, for tests.",
        epilog="Exit status: 0 done or accepted; 2 refused or not verified; 69 unreachable; 64 wrong use.",
    )
    commands = top.add_subparsers(dest="command", required=True)

    def command(name, run, words):
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        return made

    def bodies(made):
        made.add_argument("--file", help="the body's file; - is standard input; left out: an empty body")
        made.add_argument("--body", help="the body as text, in place of --file")

    def pair(made):
        made.add_argument("--certificate", required=True, help="PEM file of the certificate")
        made.add_argument("--key", required=True, help="PEM file of its private key")

    made = command("sign", run_sign, "Sign a request and print its four headers, one a line.")
    made.add_argument("url")
    made.add_argument("--method", default="POST")
    pair(made)
    bodies(made)
    made.add_argument("--date", help="the signature date (default: now)")
    made.add_argument(
        "--text", help="sign this in place of the right string; {method} {url} {lower} {date} {hash} are filled in")
    made.add_argument("--scheme", default="pkcs1", choices=["pkcs1", "pss", "pss-max", "pss-mgf-sha1"])
    made.add_argument("--digest", default="sha256", choices=sorted(HASHES))

    made = command("send", run_send, "Sign and send a body over mutual TLS; print status, headers and body as JSON.")
    made.add_argument("url")
    made.add_argument("--method", default="POST")
    pair(made)
    made.add_argument("--authority", required=True, help="PEM file of the authority of the server's certificate")
    made.add_argument("--api-key", help="the API key")
    made.add_argument("--api-key-file", help="a file with the API key")
    made.add_argument("--header", action="append", default=[], help="NAME: VALUE; again for more; replaces its like")
    made.add_argument("--timeout", type=float, default=30, help="seconds (default 30)")
    bodies(made)

    made = command("verify", run_verify, "Verify a signed request; print the verdict as JSON.")
    made.add_argument("url", help="the full URL that was posted to")
    made.add_argument("--method", default="POST")
    made.add_argument("--headers", required=True, help="a file with the headers, one a line; - is standard input")
    made.add_argument("--authority", help="PEM file of the authorities that the certificate must come from")
    bodies(made)

    made = command(
        "receive", run_receive,
        "Run a webhook over TLS that asks for a client certificate. Prints 'ready PORT' when it listens.")
    made.add_argument("--host", default="127.0.0.1")
    made.add_argument("--port", type=int, default=0, help="0 (the default) takes any that is free")
    pair(made)
    made.add_argument("--authority", required=True, help="PEM file of the authority of clients and signatures")
    made.add_argument("--log", help="file to which each request is appended as one line of JSON")
    made.add_argument("--statuses", default="201", help="answers in turn, by commas; the last one stays (default 201)")
    made.add_argument("--delay", type=float, default=0, help="seconds before each answer")
    made.add_argument("--accept-unverified", action="store_true", help="answer by the script to wrong signatures too")
    made.add_argument("--client-certificate-optional", action="store_true")
    made.add_argument("--keep-bytes", action="store_true", help="keep each body in base64 too")
    made.add_argument("--until-stdin-ends", action="store_true", help="stop when standard input ends")
    return top


def main(words):
    try:
        arguments = parser().parse_args(words)
    except SystemExit as leaving:
        return 64 if leaving.code else 0
    try:
        return arguments.run(arguments)
    except (OSError, ValueError) as error:
        print("error: %s" % error, file=sys.stderr)
        return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
