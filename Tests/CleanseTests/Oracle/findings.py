"""The exceptions found: one for each rule, subject and item; the first one told is kept."""

from contract import SEVERITY


class Findings:
    def __init__(self):
        self.found = {}

    def add(self, rule, owner, subject, item, observed="", expected="", row=None):
        key = (subject, rule, item)
        if key in self.found:
            return
        where = (row.file, row.line) if row is not None else ("", "")
        self.found[key] = {
            "rule": rule, "severity": SEVERITY[rule], "owner": owner, "subject": subject, "item": item,
            "observed": text(observed), "expected": text(expected), "file": where[0], "line": where[1],
        }

    def has(self, rule, subject, item=None):
        if item is not None:
            return (subject, rule, item) in self.found
        return any(key[0] == subject and key[1] == rule for key in self.found)

    def sorted(self):
        return [self.found[key] for key in sorted(self.found)]


def text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, set)):
        return " ".join(text(one) for one in value)
    return str(value)
