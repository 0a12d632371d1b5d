"""The third of three studies with scikit-learn, seeds shared out by joblib: peer.py DATA LEVELS SEEDS JOBS; one JSON document on stdout."""
import json
import sys
import time

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

path, levels, seeds, jobs = sys.argv[1], [float(x) for x in sys.argv[2].split(",")], int(sys.argv[3]), int(sys.argv[4])
frame = pd.read_csv(path)
x = frame.iloc[:, :-1].to_numpy(float)
classes, y = np.unique(frame.iloc[:, -1].to_numpy(), return_inverse=True)


def one(seed):
    train_x, test_x, train_y, test_y = train_test_split(x, y, test_size=0.3, random_state=seed, stratify=y)
    found = {}
    for level in levels:
        random = np.random.default_rng(seed)
        rows = random.choice(len(train_y), int(len(train_y) * level / 100 + 0.5), replace=False)
        poisoned = train_y.copy()
        poisoned[rows] = (poisoned[rows] + random.integers(1, len(classes), len(rows))) % len(classes)
        for name, model in (
            ("decision-tree", DecisionTreeClassifier(random_state=seed)),
            ("random-forest", RandomForestClassifier(100, random_state=seed)),
        ):
            found[f"{name}/{level:g}"] = model.fit(train_x, poisoned).score(test_x, test_y)
    return found


def study():
    start = time.perf_counter()
    results = Parallel(n_jobs=jobs)(delayed(one)(seed) for seed in range(seeds))
    return time.perf_counter() - start, {key: float(np.mean([r[key] for r in results])) for key in results[0]}


study()
first_ended = time.perf_counter()
study()
seconds, means = study()
# `repeated`: what a command that studies once does not take.
print(json.dumps({"seconds": seconds, "repeated": time.perf_counter() - first_ended, "means": means}))
