"""Plants flips as the acceptance checks do and judges them with cleanlab's default: python peer.py FOLDER FILE SEEDS

Writes, for each table, seed, attack and rate, `<name>.csv` and a line of `cases.jsonl`: rows planted, the average
precision of cleanlab (logistic regression, five folds, self-confidence), and the share it flags of clean and bad rows.
"""
import json
import pathlib
import sys
import warnings

import cleanlab
import numpy as np
import pandas as pd
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
ROWS = 600
CASES = [("clean", 0)] + [(attack, rate) for attack in ("uniform", "targeted") for rate in (5, 10, 20, 40)]


def encoded(frame):
    columns = []
    for name in frame.columns[:-1]:
        values = frame[name].replace({"": None, "NA": None})
        numbers = pd.to_numeric(values, errors="coerce")
        if numbers.notna().sum() >= values.notna().sum():
            columns.append(numbers.fillna(numbers.median()).rename(name))
        else:
            columns.append(pd.get_dummies(values.fillna("missing"), prefix=name).astype(float))
    return pd.concat(columns, axis=1).to_numpy(float)


def planted(labels, attack, rate, seed):
    rng = np.random.default_rng(seed)
    count = int(len(labels) * rate / 100 + 0.5)
    after, bad = labels.copy(), np.zeros(len(labels), bool)
    if attack == "targeted":
        common = labels.value_counts(sort=True).index[:2]
        pool = np.flatnonzero(labels == common[0])
        rows = rng.choice(pool, min(count, len(pool) // 2), replace=False)
        after.iloc[rows] = common[1]
    else:
        classes = sorted(labels.unique())
        rows = rng.choice(len(labels), count, replace=False)
        after.iloc[rows] = [rng.choice([c for c in classes if c != labels.iat[i]]) for i in rows]
    bad[rows] = True
    return after, bad


def main(folder, file, seeds):
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    target = frame.columns[-1]
    frame = frame[frame[target] != ""].reset_index(drop=True)
    stem = pathlib.Path(file).stem
    with open(pathlib.Path(folder, f"{stem}.jsonl"), "w") as lines:
        for seed in range(seeds):
            rows, _ = train_test_split(frame, test_size=0.3, random_state=seed, stratify=frame[target])
            if len(rows) > ROWS:
                rows, _ = train_test_split(rows, train_size=ROWS, random_state=seed, stratify=rows[target])
            rows = rows.reset_index(drop=True)
            x = encoded(rows)
            for attack, rate in CASES:
                labels, bad = planted(rows[target], attack, rate, 100 + seed)
                y = pd.factorize(labels, sort=True)[0]
                folds = max(2, min(5, int(np.bincount(y).min())))
                model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
                probs = cross_val_predict(model, x, y, cv=folds, method="predict_proba")
                flags = find_label_issues(y, probs)
                quality = get_label_quality_scores(y, probs)
                name = f"{stem}-{seed}-{attack}-{rate}.csv"
                rows.assign(**{target: labels}).to_csv(pathlib.Path(folder, name), index=False)
                top = np.argsort(quality, kind="stable")[: bad.sum()]
                lines.write(json.dumps({
                    "file": name, "table": stem, "seed": seed, "attack": attack, "rate": rate, "target": target,
                    "bad": np.flatnonzero(bad).tolist(),
                    "averagePrecision": float(average_precision_score(bad, 1 - quality)) if bad.any() else None,
                    "precisionAtK": float(bad[top].mean()) if bad.any() else None,
                    "flaggedClean": float(flags[~bad].mean()),
                    "flaggedBad": float(flags[bad].mean()) if bad.any() else None,
                }) + "\n")
    print(cleanlab.__version__)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
