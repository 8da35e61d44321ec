"""Reads Parquet files as their users do, and filters each of them by a value of every column of texts.

Prints, file by file, its rows, the types of its columns and how many rows each reader finds.
"""
import json
import sys

import duckdb
import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

found = {}
for path in sys.argv[1:]:
    table = pq.read_table(path)
    filters = []
    for field in table.schema:
        if str(field.type) not in ("string", "large_string"):
            continue
        values = [value for value in table[field.name].to_pylist() if value is not None]
        if not values:
            continue
        name, value = field.name, values[-1]
        query = f'SELECT count(*) FROM read_parquet(?) WHERE "{name}" = ?'
        filters.append({
            "column": name,
            "value": value,
            "pyarrow": table.filter(pc.equal(table[name], value)).num_rows,
            "pandas": len(pd.read_parquet(path, filters=[(name, "==", value)])),
            "duckdb": duckdb.execute(query, [path, value]).fetchone()[0],
        })
    first = table.schema.names[0]
    found[path] = {
        "rows": len(pd.read_parquet(path)),
        "sorted": table.sort_by(first).num_rows,
        "types": {field.name: str(field.type) for field in table.schema},
        "filters": filters,
    }
json.dump(found, sys.stdout)
