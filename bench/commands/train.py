"""The peer of `antidote train`: what one would write by hand with scikit-learn and MLflow."""
import sys

import mlflow
import pandas as pd
from mlflow.models import infer_signature
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score, precision_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

source, tracking_uri = sys.argv[1], sys.argv[2]
mlflow.set_tracking_uri(tracking_uri)
mlflow.set_experiment("bench-python")
frame = pd.read_csv(source)
x, y = frame.drop(columns="label"), frame["label"]
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.3, stratify=y, random_state=42)
with mlflow.start_run(run_name="poisoned_10_percent"):
    model = DecisionTreeClassifier(random_state=42).fit(x_train, y_train)
    predicted = model.predict(x_test)
    mlflow.log_params({"model": "decision-tree", "poison_percent": 10, **model.get_params()})
    mlflow.log_metrics(
        {
            "accuracy": accuracy_score(y_test, predicted),
            "balanced_accuracy": balanced_accuracy_score(y_test, predicted),
            "precision": precision_score(y_test, predicted, average="macro", zero_division=0),
            "recall": recall_score(y_test, predicted, average="macro", zero_division=0),
            "f1": f1_score(y_test, predicted, average="macro", zero_division=0),
        }
    )
    mlflow.log_input(mlflow.data.from_pandas(frame, source=source, name="iris_poisoned_10", targets="label"), context="training")
    # MLflow's newer default format refuses scikit-learn 1.9's own tree type.
    mlflow.sklearn.log_model(
        model,
        name="model",
        signature=infer_signature(x_train, predicted),
        input_example=x_train.head(5),
        serialization_format="cloudpickle",
    )
