import type { Model } from '@antidote/training';

/** Name of the Python module under which MLflow finds the loader, and its path in the model folder. */
export const TEXT_COLUMNS_MODULE = 'antidote_text_columns';
export const TEXT_COLUMNS_PATH = `code/${TEXT_COLUMNS_MODULE}.py`;

export const hasTextColumns = ({ features }: Pick<Model, 'features'>) =>
  features.some((feature) => feature.type === 'category');

/**
 * How MLflow runs a model with text columns. Its own loader hands a column's `.values` to onnxruntime, which takes
 * NumPy arrays: since pandas 3 those of a text column are none. A missing text, NaN in pandas, becomes `''`.
 */
export const TEXT_COLUMNS_LOADER = `"""Runs model.onnx as mlflow.onnx does, with text columns of any pandas; a missing text is ''."""
import mlflow.onnx
import pandas as pd


def _load_pyfunc(path):
    return TextColumns(mlflow.onnx._load_pyfunc(path))


class TextColumns:
    def __init__(self, model):
        self.model = model

    def predict(self, data, params=None):
        if isinstance(data, pd.DataFrame):
            data = pd.DataFrame({name: _fed(data[name]) for name in data}, index=data.index)
        return self.model.predict(data, params)

    def get_raw_model(self):
        return self.model.get_raw_model()


def _fed(column):
    if pd.api.types.is_numeric_dtype(column):
        return column
    column = column.astype(object)
    return column.where(column.notna(), "")
`;
