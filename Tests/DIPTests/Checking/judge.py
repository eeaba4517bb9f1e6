"""Judges messages by the official files of one version, with jsonschema and PyYAML: an oracle apart from the product.

usage: judge.py messages FOLDER FILE     one JSON text a line; answers one line each: two digits, whether the payload fits
                                         exactly one variant of its interface, and whether it fits at least one
       judge.py json FILE                one body in hexadecimal a line; answers 1 (valid), 0, or 2 (valid by Python,
                                         with a surrogate that has no partner)
       judge.py patterns FILE            lines "PATTERN<tab>TEXT" in JSON strings; answers 1 or 0
With --strict-null an enumeration that does not list null does not take it, nullable or not.
"""
import fractions
import glob
import json
import os
import re
import sys
from decimal import Decimal

sys.setrecursionlimit(10_000)
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)


def compiled(pattern):
    # ECMA 262: digits are ASCII, $ is the end only.
    return re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern), re.ASCII)


def load(folder):
    import yaml

    files = {}
    for path in glob.glob(os.path.join(folder, "**", "*.yaml"), recursive=True):
        files[os.path.basename(path)] = yaml.load(open(path, encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return files


def resolved(node, file, files, strict_null):
    if "$ref" in node:
        path, pointer = node["$ref"].split("#")
        file = path.split("/")[-1] or file
        target = files[file]
        for part in pointer.strip("/").split("/"):
            target = target[part]
        return resolved(target, file, files, strict_null)
    out = {}
    for key, value in node.items():
        if key == "properties":
            out[key] = {name: resolved(child, file, files, strict_null) for name, child in value.items()}
        elif key == "items":
            out[key] = resolved(value, file, files, strict_null)
        elif key in ("minimum", "maximum", "multipleOf"):
            out[key] = Decimal(str(value))
        elif key in ("required", "additionalProperties", "minLength", "maxLength", "minItems", "maxItems", "pattern", "enum", "type"):
            out[key] = value
    if "properties" in out:
        out.setdefault("type", "object")
    if node.get("nullable"):
        out["type"] = [out["type"], "null"]
        if "enum" in out and None not in out["enum"] and not strict_null:
            out["enum"] = out["enum"] + [None]
    return out


def validators(folder, strict_null):
    import jsonschema

    def pattern(validator, pattern, instance, schema):
        if isinstance(instance, str) and not compiled(pattern).search(instance):
            yield jsonschema.ValidationError("pattern")

    def multiple(validator, step, instance, schema):
        if isinstance(instance, (int, Decimal)) and not isinstance(instance, bool):
            if (fractions.Fraction(instance) / fractions.Fraction(step)).denominator != 1:
                yield jsonschema.ValidationError("multipleOf")

    def is_integer(checker, instance):
        if isinstance(instance, bool):
            return False
        return isinstance(instance, int) or isinstance(instance, Decimal) and instance == instance.to_integral_value()

    base = jsonschema.Draft7Validator
    checker = base.TYPE_CHECKER.redefine("integer", is_integer)
    kind = jsonschema.validators.extend(base, {"pattern": pattern, "multipleOf": multiple}, type_checker=checker)
    files = load(folder)
    main = next(name for name, file in files.items() if "DIPMessage" in ((file.get("components") or {}).get("schemas") or {}))
    interfaces = {}

    def add(reference, file):
        path, pointer = reference.split("#")
        file = path.split("/")[-1] or file
        node = files[file]["components"]["schemas"][pointer.split("/")[-1]]
        if "oneOf" in node:
            for choice in node["oneOf"]:
                add(choice["$ref"], file)
            return
        schema = resolved(node, file, files, strict_null)
        name = schema["properties"]["CommonBlock"]["properties"]["S0"]["properties"]["interfaceID"]["enum"][0]
        interfaces.setdefault(name, []).append(kind(schema))

    for choice in files[main]["components"]["schemas"]["DIPMessage"]["properties"]["payload"]["oneOf"]:
        add(choice["$ref"], main)
    return interfaces


def judge(interfaces, text):
    body = json.loads(text, parse_float=Decimal)
    try:
        payload = body[0]["payload"]
        name = payload["CommonBlock"]["S0"]["interfaceID"]
        candidates = interfaces.get(name, []) if isinstance(name, str) else []
    except (KeyError, TypeError, IndexError):
        return "00"
    # A payload of another interface fails every variant by the enumeration of its interfaceID.
    fits = sum(validator.is_valid(payload) for validator in candidates)
    return f"{int(fits == 1)}{int(fits >= 1)}"


def json_verdict(body):
    def refuse(name):
        raise ValueError(name)

    try:
        text = body.decode("utf-8")
        value = json.loads(text, parse_constant=refuse, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return "0"
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return "2"
    return "1"


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--strict-null"]
    strict_null = "--strict-null" in sys.argv
    lines = open(arguments[-1], encoding="utf-8").read().split("\n")[:-1]
    if arguments[0] == "messages":
        interfaces = validators(arguments[1], strict_null)
        answers = (judge(interfaces, line) for line in lines)
    elif arguments[0] == "json":
        answers = (json_verdict(bytes.fromhex(line)) for line in lines)
    else:
        pairs = ([json.loads(part) for part in line.split("\t")] for line in lines)
        answers = ("1" if compiled(pattern).search(text) else "0" for pattern, text in pairs)
    print("\n".join(answers))


main()
