"""Writes the training benchmark's data once: one folder a dataset, which our side and the peers both read.

    python datasets.py DATA_FOLDER OUT_FOLDER NAME...

A folder holds `meta.json` (columns and classes), `train.npy` and `test.npy` (float64, column-major; categories as codes
in `meta.json`'s order, missing as NaN), `train-labels.npy`, `noisy-labels.npy` (10 % of the training labels changed to
another class) and `test-labels.npy` (int32, always clean). A name is a file of DATA_FOLDER or `synthetic-ROWS`.
"""
import json
import pathlib
import sys

import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

SEED = 20
FLIPPED = 0.10
VERSION = 1


def synthetic(rows):
    """rows x 20, two balanced classes, ten informative features and five mixtures of them; 20 % are for testing."""
    x, y = make_classification(
        n_samples=rows, n_features=20, n_informative=10, n_redundant=5, n_clusters_per_class=3, flip_y=0, random_state=SEED
    )
    columns = [{"name": f"x{i}", "type": "numeric"} for i in range(20)]
    return np.asfortranarray(x), y.astype(np.int32), columns, ["0", "1"], 0.2


def from_file(path):
    """A column is numeric when every value present is; the rest are categories, sorted. 30 % are for testing."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame = frame[frame["label"] != ""]
    arrays, columns = [], []
    for name in frame.columns.drop("label"):
        given = frame[name].replace({"": np.nan, "NA": np.nan})
        numbers = pd.to_numeric(given, errors="coerce")
        if numbers.notna().sum() == given.notna().sum():
            arrays.append(numbers.to_numpy(float))
            columns.append({"name": name, "type": "numeric"})
        else:
            codes, categories = pd.factorize(given, sort=True)
            arrays.append(np.where(codes < 0, np.nan, codes))
            columns.append({"name": name, "type": "category", "categories": [str(c) for c in categories]})
    codes, classes = pd.factorize(frame["label"], sort=True)
    return np.asfortranarray(np.column_stack(arrays)), codes.astype(np.int32), columns, [str(c) for c in classes], 0.3


def flip(labels, classes, rng):
    noisy = labels.copy()
    rows = rng.choice(len(labels), int(len(labels) * FLIPPED + 0.5), replace=False)
    noisy[rows] = (noisy[rows] + rng.integers(1, classes, len(rows))) % classes
    return noisy


def write(name, data_folder, folder):
    x, y, columns, classes, share = (
        synthetic(int(name.split("-")[1])) if name.startswith("synthetic-") else from_file(data_folder / f"{name}.csv")
    )
    train, test = train_test_split(np.arange(len(y)), test_size=share, stratify=y, random_state=SEED)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "train.npy", np.asfortranarray(x[train]))
    np.save(folder / "test.npy", np.asfortranarray(x[test]))
    np.save(folder / "train-labels.npy", y[train])
    np.save(folder / "noisy-labels.npy", flip(y[train], len(classes), np.random.default_rng(SEED)))
    np.save(folder / "test-labels.npy", y[test])
    meta = {"version": VERSION, "name": name, "columns": columns, "classes": classes, "trainRows": len(train), "testRows": len(test)}
    (folder / "meta.json").write_text(json.dumps(meta))


if __name__ == "__main__":
    data_folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for name in sys.argv[3:]:
        meta = out / name / "meta.json"
        if not meta.exists() or json.loads(meta.read_text())["version"] != VERSION:
            write(name, data_folder, out / name)
