-- MLflow keeps its runs in a database of its own, beside the one that POSTGRES_DB names.
CREATE DATABASE mlflow;
