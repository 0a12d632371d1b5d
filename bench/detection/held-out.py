"""Writes tables that no setting was tuned on, one CSV file each with the label last: python held-out.py FOLDER"""
import pathlib
import sys

import numpy as np
import pandas as pd
from sklearn.datasets import load_wine, make_circles, make_classification

MADE = {
    "made_easy": dict(n_samples=900, n_features=12, n_informative=6, n_redundant=2, class_sep=1.5),
    "made_classes": dict(n_samples=900, n_features=16, n_informative=8, n_classes=5, n_clusters_per_class=1),
    "made_uneven": dict(n_samples=900, n_features=10, n_informative=5, weights=[0.85, 0.15]),
    "made_wide": dict(n_samples=700, n_features=60, n_informative=8, n_redundant=10),
}


def write(folder, name, x, y):
    frame = pd.DataFrame(np.round(x, 5), columns=[f"x{i}" for i in range(x.shape[1])])
    frame["label"] = [f"c{code}" for code in y]
    frame.to_csv(pathlib.Path(folder, f"{name}.csv"), index=False)


folder = sys.argv[1]
write(folder, "wine", *load_wine(return_X_y=True))
for seed, (name, options) in enumerate(MADE.items()):
    write(folder, name, *make_classification(random_state=seed, **options))
write(folder, "made_circles", *make_circles(900, noise=0.15, factor=0.5, random_state=1))
