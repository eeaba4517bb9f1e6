"""Reads IF-021 messages, a JSON array a line, checks their shape, and prints each in one plain form.

A line is `mpan|YYYYMMDD|mq|event|role|group|connection|sp=Wh/q/e,...`. The keys, patterns and lists are those of dip.md
3.1 to 3.8. With the folder of the specification as second argument each message is checked against the specification's own
schema too, through a small validator of the keywords that it uses. Usage: read_if021.py FILE [FOLDER]
"""

import json
import os
import re
import sys
from decimal import Decimal

STAMP = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:00\+00:00"
REFERENCE = r"S-((IF|REP)-)?\d{3,4}-[0-9a-fA-F]{10}-[A-Z]{3,5}-\d{8}-[a-zA-Z0-9]+"
SHAPE = {
    "CommonBlock": {
        "S0": {"interfaceID": "IF-021", "schemaVersion": "011", "eventCode": r"\[(Active|Reactive)Power\]"},
        "S1": {
            "environmentTag": "PRD|SITB|SIT|UIT|DEV",
            "subText": None,
            "senderUniqueReference": REFERENCE,
            "senderTimestamp": STAMP,
            "senderDIPID": "[0-9a-fA-F]{10}",
            "senderRoleID": "SDS|ADS|UMSDS",
            "senderCorrelationID": None,
            "DIPConnectionProviderID": None,
        },
        "A0": {"primaryRecipients": [], "secondaryRecipients": [], "always": []},
        "M0": {"MPANCore": "[0-9]{13}", "distributorDIPID": "[0-9a-fA-F]{10}", "GSPGroupID": "_[A-HJ-NP]"},
    },
    "CustomBlock": {
        "B044": {"issuingDataServiceDIPID": "[0-9a-fA-F]{10}"},
        "B067": {"connectionTypeIndicator": "[WLHEU]", "connectionTypeEffectiveFromDate": STAMP},
        "B900": {
            "MQID": {"measurementQuantityID": "AI|AE|RI|RE"},
            "settlementDayConsumptionPeriods": [
                {
                    "settlementDay": {"settlementDayDate": STAMP, "periodDuration": 30},
                    "consumptionPeriods": "periods",
                }
            ],
        },
    },
}
PERIOD = {"sp": STAMP, "v": r"-?\d{1,9}\.\d{3}", "q": "[A-Z][A-Z0-9]{0,4}", "e": "nullable", "arc": None}


def check(value, shape, place):
    """The value has exactly the shape's keys; texts match its patterns."""
    if shape == "periods":
        if not 1 <= len(value) <= 48:
            sys.exit(f"{place}: {len(value)} periods")
        for period in value:
            check(period, PERIOD, f"{place}.period")
    elif shape == "nullable":
        if value is not None and not re.fullmatch("10|[1-9]", value):
            sys.exit(f"{place}: {value!r}")
    elif isinstance(shape, dict):
        if list(value) != list(shape):
            sys.exit(f"{place}: has {list(value)}, not {list(shape)}")
        for key, inner in shape.items():
            check(value[key], inner, f"{place}.{key}")
    elif isinstance(shape, list):
        if len(value) != len(shape):
            sys.exit(f"{place}: {len(value)} elements")
        for item, inner in zip(value, shape):
            check(item, inner, place)
    elif isinstance(shape, str):
        if not isinstance(value, str) or not re.fullmatch(shape, value):
            sys.exit(f"{place}: {value!r} is no {shape}")
    elif value != shape or type(value) is not type(shape):
        sys.exit(f"{place}: {value!r} is not {shape!r}")


class Specification:
    """The keywords of JSON Schema that the specification uses, over its files."""

    KNOWN = set(
        "type description example enum pattern minLength maxLength minItems maxItems required properties items nullable"
        " additionalProperties minimum maximum multipleOf format title $ref default".split()
    )

    def __init__(self, folder):
        import yaml

        self.files = {}
        for name in os.listdir(folder):
            if name.endswith("-unresolved.yaml"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    self.files[name] = yaml.safe_load(file).get("components", {}).get("schemas", {})

    def check(self, value, schema, home, place):
        unknown = set(schema) - self.KNOWN
        if unknown:
            sys.exit(f"{place}: the validator does not know {unknown}")
        if "$ref" in schema:
            path, _, pointer = schema["$ref"].partition("#")
            home = path.rsplit("/", 1)[-1] or home
            return self.check(value, self.files[home][pointer.rsplit("/", 1)[-1]], home, place)
        if value is None:
            if not schema.get("nullable"):
                sys.exit(f"{place}: null")
            return None
        kinds = {"string": str, "object": dict, "array": list, "integer": int, "number": (int, float), "boolean": bool}
        if not isinstance(value, kinds[schema["type"]]):
            sys.exit(f"{place}: {value!r} is no {schema['type']}")
        if "enum" in schema and value not in schema["enum"]:
            sys.exit(f"{place}: {value!r} is not in the list")
        if isinstance(value, str):
            bounds = (schema.get("minLength", 0), schema.get("maxLength", 1 << 30))
            if not bounds[0] <= len(value) <= bounds[1] or not re.search(schema.get("pattern", ""), value):
                sys.exit(f"{place}: {value!r} has a wrong length or pattern")
        if isinstance(value, (int, float)):
            step = schema.get("multipleOf", 1)
            if not schema.get("minimum", value) <= value <= schema.get("maximum", value) or value % step:
                sys.exit(f"{place}: {value} is out of range")
        if isinstance(value, list):
            if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 1 << 30):
                sys.exit(f"{place}: {len(value)} items")
            for item in value:
                self.check(item, schema["items"], home, place)
        if isinstance(value, dict):
            properties = schema.get("properties", {})
            missing = set(schema.get("required", [])) - set(value)
            extra = set(value) - set(properties)
            if missing or (extra and schema.get("additionalProperties") is False):
                sys.exit(f"{place}: lacks {missing}, has {extra}")
            for key, item in value.items():
                self.check(item, properties[key], home, f"{place}.{key}")
        return None


def main():
    specification = Specification(sys.argv[2]) if len(sys.argv) > 2 else None
    references = set()
    with open(sys.argv[1], encoding="ascii", newline="") as file:
        for line in file:
            messages = json.loads(line)
            if len(messages) != 1 or list(messages[0]) != ["payload"] or " " in line:
                sys.exit("a line is a compact array of one message")
            payload = messages[0]["payload"]
            check(payload, SHAPE, "payload")
            if specification:
                home = "Interfaces-EventCodes-unresolved.yaml"
                specification.check(payload, specification.files[home]["IF-021-Payload"], home, "payload")
            common, custom = payload["CommonBlock"], payload["CustomBlock"]
            reference = common["S1"]["senderUniqueReference"]
            if reference in references:
                sys.exit(f"twice: {reference}")
            references.add(reference)
            block = custom["B900"]["settlementDayConsumptionPeriods"][0]
            day = block["settlementDay"]["settlementDayDate"]
            if not day.endswith("T00:00:00+00:00"):
                sys.exit(f"not midnight: {day}")
            periods = [
                f"{p['sp'][:16]}={int(Decimal(p['v']) * 1000)}/{p['q']}/{p['e'] or ''}"
                for p in block["consumptionPeriods"]
            ]
            print(
                common["M0"]["MPANCore"], day[:10].replace("-", ""),
                custom["B900"]["MQID"]["measurementQuantityID"], common["S0"]["eventCode"].strip("[]"),
                common["S1"]["senderRoleID"], common["M0"]["GSPGroupID"],
                custom["B067"]["connectionTypeIndicator"], ",".join(periods), sep="|",
            )


main()
