"""Identifiers of devices: how they may be spelt."""

HEX = set("0123456789abcdefABCDEF")


def esme_octets(text):
    """The 16 hex digits in upper case when the spelling is accepted, else None."""
    if len(text) == 16 and set(text) <= HEX:
        return text.upper()
    if len(text) == 23 and text[2] in "-: ":
        pairs = text.split(text[2])
        if len(pairs) == 8 and all(len(pair) == 2 and set(pair) <= HEX for pair in pairs):
            return "".join(pairs).upper()
    return None


def esme_canonical(octets):
    return "-".join(octets[i:i + 2] for i in range(0, 16, 2))


def esme_empty(octets):
    return octets in ("0" * 16, "F" * 16)
