#!/usr/bin/env python3
"""Reads a block file as Documentation/reference/block-file.md describes it, and prints it as JSON.

usage: hhb.py FILE

Standard library and libzstd only. Prints {"header": {...}, "blocks": [...], "rows": [...]}; a row is a line of the wide
CSV in whole watt-hours: MPAN, day, quantity, quality, 48 values, empty where missing.
"""

import datetime
import itertools
import json
import struct
import sys

import zstd_frames

MAGIC = bytes.fromhex("894848420d0a1a0a")
END_MAGIC = bytes.fromhex("0a1a0a0d42484889")
QUANTITIES = ("AI", "AE", "RI", "RE")


def make_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


TABLE = make_table()


def crc32c(data):
    check = 0xFFFFFFFF
    for byte in data:
        check = check >> 8 ^ TABLE[(check ^ byte) & 0xFF]
    return check ^ 0xFFFFFFFF


def date(day):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).isoformat()


def require(truth, words):
    if not truth:
        raise ValueError(words)


class Cursor:
    def __init__(self, data):
        self.data = data
        self.place = 0

    def take(self, count):
        require(self.place + count <= len(self.data), "the bytes end too soon")
        self.place += count
        return self.data[self.place - count : self.place]

    def words(self, layout):
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def text(self):
        return self.take(self.take(1)[0]).decode()

    def varint(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def zigzag(self):
        value = self.varint()
        return value >> 1 ^ -(value & 1)

    def at_end(self):
        return self.place == len(self.data)


def read_header(data):
    require(data[:8] == MAGIC, "no block file")
    version, length = struct.unpack_from("<HH", data, 8)
    require(version == 1, f"version {version}")
    require(crc32c(data[: length - 4]) == struct.unpack_from("<I", data, length - 4)[0], "header's check")
    cursor = Cursor(data[12 : length - 4])
    first, days, seed, part, parts = cursor.words("iIQII")
    header = {"from": date(first), "days": days, "seed": seed, "part": part, "parts": parts}
    header["configuration"] = cursor.text()
    header["model"] = cursor.text()
    header["qualities"] = [cursor.text() for _ in range(cursor.take(1)[0])]
    require(cursor.at_end(), "more in the header")
    return header, length


def read_trailer(data):
    require(data[-8:] == END_MAGIC, "no end mark")
    (start,) = struct.unpack_from("<Q", data, len(data) - 16)
    trailer = data[start:-16]
    require(crc32c(trailer[:-4]) == struct.unpack("<I", trailer[-4:])[0], "trailer's check")
    cursor = Cursor(trailer[:-4])
    require(cursor.take(4) == b"HHBi", "trailer's magic")
    (count,) = cursor.words("I")
    names = ("offset", "bytes", "rows", "check", "lowest", "highest", "first", "last")
    blocks = [dict(zip(names, cursor.words("QIIIQQii"))) for _ in range(count)]
    (rows,) = cursor.words("Q")
    require(cursor.at_end(), "more in the trailer")
    require(rows == sum(block["rows"] for block in blocks), "rows")
    return blocks, start


def read_sections(data, block):
    whole = data[block["offset"] : block["offset"] + block["bytes"]]
    check = struct.unpack("<I", whole[-4:])[0]
    require(crc32c(whole[:-4]) == check == block["check"], "block's check")
    cursor = Cursor(whole[:-4])
    require(cursor.take(4) == b"HHBb", "block's magic")
    require(cursor.words("II") == (block["bytes"], block["rows"]), "block's head")
    heads = [cursor.words("BBII") for _ in range(cursor.take(1)[0])]
    require([head[0] for head in heads] == sorted({head[0] for head in heads}), "order of the sections")
    sections = {kind: b"" for kind in range(1, 10)}
    for kind, coding, stored, raw in heads:
        content = cursor.take(stored)
        if coding == 1:
            content = zstd_frames.text_of(content, raw)
        require(len(content) == raw > 0, f"length of section {kind}")
        sections[kind] = content
    require(cursor.at_end(), "more in the block")
    return sections


def missing_places(section):
    cursor = Cursor(section)
    place, found, is_missing = 0, set(), False
    while not cursor.at_end():
        length = cursor.varint()
        if is_missing:
            found.update(range(place, place + length))
        place += length
        is_missing = not is_missing
    return found


def read_qualities(section, codes):
    cursor = Cursor(section)
    qualities = []
    while not cursor.at_end():
        length = cursor.varint()
        code = cursor.take(1)[0]
        qualities += [codes[code] if code < len(codes) else f"?{code}"] * length
    return qualities


def read_values(sections, count):
    low, high, halves = sections[4], sections[5], sections[7]
    require(len(low) == len(high) == 48 * count, "length of a plane")
    wide, row = {}, -1
    cursor = Cursor(sections[6])
    while not cursor.at_end():
        row += cursor.varint()
        wide[row] = len(wide)
    require(len(halves) == 96 * len(wide), "length of the wide halves")
    missing = missing_places(sections[8])
    rows = []
    for row in range(count):
        values = []
        for column in range(48):
            value = low[column * count + row] | high[column * count + row] << 8
            if row in wide:
                place = column * len(wide) + wide[row]
                value |= halves[place] << 16 | halves[48 * len(wide) + place] << 24
            if value >= 1 << 31:
                value -= 1 << 32
            if row * 48 + column in missing:
                require(value == 0, "bits of a missing value")
                value = None
            values.append(value)
        rows.append(values)
    return rows


def read_block(data, block, codes):
    sections = read_sections(data, block)
    count = block["rows"]
    values = read_values(sections, count)
    qualities = read_qualities(sections[9], codes)
    require(len(qualities) == 48 * count, "number of qualities")
    mpans, days = Cursor(sections[1]), Cursor(sections[2])
    require(len(sections[3]) == count, "number of quantities")
    mpan = day = 0
    rows = []
    for row in range(count):
        mpan = (mpan + mpans.zigzag()) % (1 << 64)
        day += days.zigzag()
        runs = [(code, len(list(run))) for code, run in itertools.groupby(qualities[48 * row : 48 * row + 48])]
        quality = runs[0][0] if len(runs) == 1 else ";".join(f"{code}*{length}" for code, length in runs)
        cells = [mpan, date(day), QUANTITIES[sections[3][row]], quality] + values[row]
        rows.append(",".join("" if cell is None else str(cell) for cell in cells))
        require(block["lowest"] <= mpan <= block["highest"], "bounds of MPANs")
        require(block["first"] <= day <= block["last"], "bounds of days")
    require(mpans.at_end() and days.at_end(), "more in the keys")
    return rows


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    header, place = read_header(data)
    blocks, trailer = read_trailer(data)
    rows = []
    for block in blocks:
        require(block["offset"] == place, "blocks without a gap")
        rows += read_block(data, block, header["qualities"])
        place += block["bytes"]
    require(place == trailer, "the trailer behind the last block")
    json.dump({"header": header, "blocks": blocks, "rows": rows}, sys.stdout)


if __name__ == "__main__":
    main()
