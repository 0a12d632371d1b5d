"""Loads a registered model by its alias and prints one prediction a row of a CSV file, as JSON.

python predict_by_alias.py models:/iris@champion data/iris.csv label
"""
import json
import sys

import mlflow
import pandas as pd

uri, path, target = sys.argv[1:]
model = mlflow.pyfunc.load_model(uri)
answer = model.predict(pd.read_csv(path).drop(columns=target))
print(json.dumps([str(label) for label in answer["prediction"]]))
