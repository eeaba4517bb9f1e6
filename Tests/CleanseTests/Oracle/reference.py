"""Reference data with dates: distributors, LLFCs, MTCs, SSCs, parties."""

import datetime
import re

from reading import BOOLEANS

OPEN_END = datetime.date.max
ONE_DAY = datetime.timedelta(days=1)


def start_of(row, column="from"):
    return row.get(column) or datetime.date.min


def end_of(row, column="to"):
    return row.get(column) or OPEN_END


class Reference:
    """Tables by name; a table that is not there switches off the rules that need it."""

    def __init__(self, as_at):
        self.as_at, self.tables = as_at, {}

    def has(self, table):
        return self.tables.get(table) is not None

    def rows(self, table):
        return self.tables.get(table) or []

    # Distributors

    def distributor_rows(self, code):
        return [row for row in self.rows("distributors") if row.get("code") == code]

    def distributor_state(self, code):
        rows = self.distributor_rows(code)
        if any(start_of(row) <= self.as_at <= end_of(row) for row in rows):
            return "current"
        return "ended" if any(end_of(row) < self.as_at for row in rows) else "unknown"

    def distributor(self, code):
        """The row valid on the as-at date, else the one that ended last, else None."""
        rows = self.distributor_rows(code)
        current = [row for row in rows if start_of(row) <= self.as_at <= end_of(row)]
        ended = [row for row in rows if end_of(row) < self.as_at]
        if current:
            return max(current, key=start_of)
        return max(ended, key=end_of) if ended else None

    def mpid(self, mpan):
        row = self.distributor(mpan[:2])
        return row.get("mpid") if row else None

    # LLFC

    def llfc_rows(self, mpan, llfc):
        names = {mpan[:2], self.mpid(mpan)}
        return [row for row in self.rows("llfc") if row.get("distributor") in names and row.get("llfc") == llfc]

    def llfc_on(self, mpan, llfc, day):
        for row in self.llfc_rows(mpan, llfc):
            if start_of(row) <= day <= end_of(row):
                return row
        return None

    def llfc_covers(self, mpan, llfc, first, last):
        """Whether every day from first to last has a valid row of the LLFC."""
        day = first
        while day <= last:
            row = self.llfc_on(mpan, llfc, day)
            if row is None:
                return False
            if end_of(row) == OPEN_END:
                return True
            day = end_of(row) + ONE_DAY
        return True

    # Others

    def code_row(self, table, code):
        for row in self.rows(table):
            if row.get(table) == code:
                return row
        return None

    def has_role(self, mpid, roles, day):
        return any(
            row.get("mpid") == mpid and row.get("role") in roles and start_of(row) <= day <= end_of(row)
            for row in self.rows("parties")
        )

    def related(self, mtc):
        row = self.code_row("mtc", mtc)
        return row is not None and BOOLEANS.get((row.get("related") or "").lower()) is True


def names_group(description, group):
    """Whether a description names a GSP group: its code not followed by a letter or digit."""
    return re.search(re.escape(group) + r"(?![A-Za-z0-9])", description or "") is not None


def says_retired(description):
    return re.search(r"(?i)(?<![A-Z0-9])(DO NOT USE|SPARE|NOT USED)(?![A-Z0-9])", description or "") is not None


def says_domestic(description):
    """True, False, or None when a description does not tell, or tells both."""
    text = (description or "").upper()
    not_domestic = r"(?<![A-Z0-9])NON[- ]?DOM(ESTIC)?(?![A-Z0-9])"
    rest = re.sub(not_domestic, " ", text)
    no = rest != text
    yes = re.search(r"(?<![A-Z0-9])DOM(ESTIC)?(?![A-Z0-9])", rest) is not None
    return None if no == yes else yes
