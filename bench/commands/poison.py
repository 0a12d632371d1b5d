"""The peer of `antidote poison`: what one would write by hand with pandas."""
import sys

import numpy as np
import pandas as pd

source, percent, out = sys.argv[1], float(sys.argv[2]), sys.argv[3]
frame = pd.read_csv(source)
rng = np.random.default_rng(42)
classes = frame["label"].unique()
rows = rng.choice(len(frame), int(len(frame) * percent / 100 + 0.5), replace=False)
for row in rows:
    frame.loc[row, "label"] = rng.choice(classes[classes != frame.loc[row, "label"]])
frame.to_csv(out, index=False)
