"""The signature of the Data Integration Platform, written independently with the Python package cryptography.

    string to sign = METHOD ";" lower-cased URL ";" date ";" content hash
    content hash   = base64(SHA-256(body as sent)); an empty body is hashed as "{}"
    signature      = base64(RSA PKCS#1 v1.5 with SHA-256 over the string in UTF-8)
    certificate    = base64(PEM text of the certificate, LF line ends)
    date           = UTC with milliseconds and Z

Nothing in it is shared with the product.
"""

import base64
import datetime
import hashlib
import re

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

HASH = "X-DIP-Content-Hash"
DATE = "X-DIP-Signature-Date"
SIGNATURE = "X-DIP-Signature"
CERTIFICATE = "X-DIP-Signature-Certificate"

HASHES = {
    "sha1": hashes.SHA1,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


# --- signing ---------------------------------------------------------------------------------------------------------


def now_text():
    """The time now as the signature wants it."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return now.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (now.microsecond // 1000)


def content_hash(body):
    """Base64 of the body's SHA-256."""
    return base64.b64encode(hashlib.sha256(body if body else b"{}").digest()).decode("ascii")


def string_to_sign(method, url, date, body_hash):
    return ";".join([method.upper(), url.lower(), date, body_hash])


def load_key(path):
    with open(path, "rb") as file:
        return serialization.load_pem_private_key(file.read(), password=None)


def read_certificate_text(path):
    """The first certificate of a PEM file with LF line ends."""
    with open(path, "rb") as file:
        text = file.read().decode("ascii").replace("\r\n", "\n")
    found = re.search(r"-----BEGIN CERTIFICATE-----\n.*?-----END CERTIFICATE-----\n?", text, re.DOTALL)
    if not found:
        raise ValueError("%s holds no certificate" % path)
    return found.group(0)


def certificate_header(path):
    return base64.b64encode(read_certificate_text(path).encode("ascii")).decode("ascii")


def sign_text(text, key, scheme="pkcs1", digest="sha256"):
    """Base64 of a signature. Schemes other than pkcs1 with sha256 are wrong on purpose."""
    if scheme == "pkcs1":
        fill = padding.PKCS1v15()
    elif scheme == "pss":
        fill = padding.PSS(mgf=padding.MGF1(HASHES[digest]()), salt_length=HASHES[digest].digest_size)
    elif scheme == "pss-max":
        fill = padding.PSS(mgf=padding.MGF1(HASHES[digest]()), salt_length=padding.PSS.MAX_LENGTH)
    elif scheme == "pss-mgf-sha1":
        fill = padding.PSS(mgf=padding.MGF1(hashes.SHA1()), salt_length=HASHES[digest].digest_size)
    else:
        raise ValueError("no scheme is called %s" % scheme)
    return base64.b64encode(key.sign(text.encode("utf-8"), fill, HASHES[digest]())).decode("ascii")


def sign(method, url, body, key, certificate, date=None, text=None, scheme="pkcs1", digest="sha256"):
    """The four headers of a request.

    text: what to sign in place of the right string; {method}, {url}, {lower}, {date} and {hash} are filled in.
    """
    date = date or now_text()
    body_hash = content_hash(body)
    string = string_to_sign(method, url, date, body_hash)
    if text is not None:
        string = text.format(method=method, url=url, lower=url.lower(), date=date, hash=body_hash)
    return {
        HASH: body_hash,
        DATE: date,
        SIGNATURE: sign_text(string, key, scheme, digest),
        CERTIFICATE: certificate,
    }


# --- verifying -------------------------------------------------------------------------------------------------------


def check_issued_by(certificate, root):
    """Raises where a certificate's signature is not the root's."""
    if certificate.issuer != root.subject:
        raise ValueError("another issuer")
    key = root.public_key()
    signed, digest = certificate.tbs_certificate_bytes, certificate.signature_hash_algorithm
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(certificate.signature, signed, padding.PKCS1v15(), digest)
    else:
        key.verify(certificate.signature, signed, ec.ECDSA(digest))


def chain_trouble(certificate, roots, at):
    """Why a certificate is not good at a time; None where it is. Roots sign directly."""
    # Naive times in UTC: releases of cryptography differ in the names of those with a zone.
    begins, ends = (moment.replace(tzinfo=datetime.timezone.utc) for moment in
                    (certificate.not_valid_before, certificate.not_valid_after))
    if at < begins or at > ends:
        return "the certificate is not valid at this time"
    for root in roots:
        try:
            check_issued_by(certificate, root)
            return None
        except (ValueError, TypeError, InvalidSignature):
            continue
    return "the certificate was issued by another authority" if roots else None


def verify(method, urls, headers, body, roots=(), at=None):
    """Judges a signed request.

    headers: a mapping that knows names in any case. urls: the full URLs that may have been signed.
    Gives None where the signature holds, else one sentence.
    """
    values = {}
    for name in (HASH, DATE, SIGNATURE, CERTIFICATE):
        value = headers.get(name)
        if not value:
            return "the header %s is missing" % name
        values[name] = value.strip()
    if values[HASH] != content_hash(body) and not (
        not body and values[HASH] == base64.b64encode(hashlib.sha256(b"").digest()).decode("ascii")
    ):
        return "the content hash is not the body's"
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", values[DATE]):
        return "the signature date is not UTC with milliseconds"
    try:
        text = base64.b64decode(values[CERTIFICATE], validate=True)
        if b"\r" in text:
            return "the certificate's PEM text has CRLF line ends"
        certificate = x509.load_pem_x509_certificate(text)
        signature = base64.b64decode(values[SIGNATURE], validate=True)
    except ValueError as error:
        return "the certificate or the signature cannot be read: %s" % error
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return "the certificate's key is not RSA"
    trouble = chain_trouble(certificate, roots, at or datetime.datetime.now(datetime.timezone.utc))
    if trouble:
        return trouble
    for url in urls:
        string = string_to_sign(method, url, values[DATE], values[HASH])
        try:
            key.verify(signature, string.encode("utf-8"), padding.PKCS1v15(), hashes.SHA256())
            return None
        except InvalidSignature:
            continue
    return "the signature does not verify"


def load_roots(path):
    if not path:
        return []
    with open(path, "rb") as file:
        # Older releases of cryptography read one certificate of a file only.
        parts = file.read().split(b"-----END CERTIFICATE-----")
        return [x509.load_pem_x509_certificate(part + b"-----END CERTIFICATE-----\n") for part in parts[:-1]]
