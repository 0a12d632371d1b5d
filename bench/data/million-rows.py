"""Writes a table of 20 columns as CSV and as its Parquet twin: python million-rows.py ROWS FILE.csv FILE.parquet."""
import sys

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

rows = int(sys.argv[1])
rng = np.random.default_rng(1)
label = rng.integers(0, 3, rows)
columns = {f"n{i:02}": np.round(label * 0.2 + rng.normal(size=rows), 4) for i in range(9)}
columns |= {f"i{i:02}": rng.integers(0, 1000, rows) for i in range(5)}
columns |= {f"t{i:02}": np.char.add("category ", rng.integers(0, 12, rows).astype(str)) for i in range(4)}
columns["supplier"] = np.char.add("supplier ", rng.integers(0, 8, rows).astype(str))
columns["label"] = np.array(["healthy", "poisoned", "unsure"])[label]
table = pa.table(columns)
pa.csv.write_csv(table, sys.argv[2], pa.csv.WriteOptions(quoting_style="needed"))
pa.parquet.write_table(table, sys.argv[3])
