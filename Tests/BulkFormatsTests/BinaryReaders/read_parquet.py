#!/usr/bin/env python3
"""Reads a Parquet file with pyarrow, page checks verified, and prints what it holds as JSON.

usage: read_parquet.py FILE
"""

import json
import sys

import pyarrow.parquet


def main():
    file = pyarrow.parquet.ParquetFile(sys.argv[1], page_checksum_verification=True)
    meta = file.metadata
    table = file.read()
    table.validate(full=True)
    groups = []
    for number in range(meta.num_row_groups):
        group = meta.row_group(number)
        columns = []
        for place in range(group.num_columns):
            column = group.column(place)
            found = {
                "name": column.path_in_schema,
                "codec": column.compression,
                "encodings": list(column.encodings),
                "stored": column.total_compressed_size,
                "raw": column.total_uncompressed_size,
                "nulls": column.statistics.null_count,
            }
            if column.statistics.has_min_max:
                found["min"], found["max"] = str(column.statistics.min), str(column.statistics.max)
            columns.append(found)
        groups.append({"rows": group.num_rows, "bytes": group.total_byte_size, "columns": columns})
    columns = {
        name: [value.isoformat() if name == "utc_date" else value for value in table.column(name).to_pylist()]
        for name in table.column_names
    }
    # Lines of the wide CSV in whole watt-hours.
    names = ["mpan", "utc_date", "mq", "q"] + [f"hh{place:02d}" for place in range(1, 49)]
    rows = [
        ",".join("" if cell is None else str(cell) for cell in cells)
        for cells in zip(*(columns[name] for name in names))
    ]
    result = {
        "created_by": meta.created_by,
        "format": meta.format_version,
        "rows_said": meta.num_rows,
        "schema": [[field.name, str(field.type), field.nullable] for field in file.schema_arrow],
        "metadata": {key.decode(): value.decode() for key, value in (meta.metadata or {}).items()},
        "groups": groups,
        "rows": rows,
    }
    # The dataset reader prunes row groups by their statistics; it must find the same rows.
    if table.num_rows:
        wanted = columns["mpan"][table.num_rows // 2]
        pruned = pyarrow.parquet.read_table(sys.argv[1], filters=[("mpan", "=", wanted)])
        result["pruned"] = [wanted, pruned.num_rows]
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
