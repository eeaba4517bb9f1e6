"""Reads a Stark DF2 file and prints a line a block: `mpan|sensor|stamp=Wh/status,...`, stamps as the UTC half hour's start.

Written from the layout in testdata.md 3.5. Usage: read_df2.py FILE
"""

import re
import sys
from datetime import datetime, timedelta
from decimal import Decimal


def main():
    with open(sys.argv[1], encoding="ascii", newline="") as file:
        lines = file.read().split("\n")
    if lines[0] != "#F2" or lines[-1] != "":
        sys.exit("the file begins with #F2 and ends in a line feed")
    blocks = []
    for line in lines[1:-1]:
        if line.startswith("#O"):
            if not re.fullmatch("#O[0-9]{13}", line):
                sys.exit(f"no metering point: {line}")
            mpan = line[2:]
        elif line.startswith("#S"):
            if not re.fullmatch("#S[1-4]", line):
                sys.exit(f"no sensor: {line}")
            blocks.append((mpan, line[2:], []))
        else:
            day, time, value, status = line.split(",")
            start = datetime.strptime(f"{day} {time}", "%d/%m/%Y %H:%M") - timedelta(minutes=30)
            if status not in ("A", "E") or not re.fullmatch(r"-?[0-9]+\.[0-9]{3}", value):
                sys.exit(f"no reading: {line}")
            blocks[-1][2].append(f"{start:%Y%m%d%H%M}={int(Decimal(value) * 1000)}/{status}")
    for mpan, sensor, readings in blocks:
        print(mpan, sensor, ",".join(readings), sep="|")


main()
