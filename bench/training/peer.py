"""The peers' side of the training benchmark: reads one JSON job a line, answers one JSON line.

    python peer.py DATASET_FOLDER

A job is {op, ...}. `fit` and `predict` answer {wallMs, cpuMs, predicted}; times are of the fit or the prediction alone.
Labels are predicted for the dataset's test rows, which are clean.
"""
import json
import pathlib
import resource
import sys
import time

import numpy as np

folder = pathlib.Path(sys.argv[1])
meta = json.loads((folder / "meta.json").read_text())
test, test_labels = np.load(folder / "test.npy"), np.load(folder / "test-labels.npy")
_train = {}


def train_rows(labels):
    """The training rows and a label column, `train` or `noisy`."""
    if "x" not in _train:
        _train["x"] = np.load(folder / "train.npy")
    return _train["x"], np.load(folder / f"{labels}-labels.npy")


def cpu_ms():
    """Processor time of this process and of those it started that still live (joblib's)."""
    import psutil

    me = psutil.Process()
    children = sum(sum(child.cpu_times()[:2]) for child in me.children(recursive=True))
    return 1000 * (time.process_time() + children)


def timed(work):
    cpu, wall = cpu_ms(), time.perf_counter()
    result = work()
    return {"wallMs": 1000 * (time.perf_counter() - wall), "cpuMs": cpu_ms() - cpu}, result


def scikit_learn(model, jobs, seed, parameters):
    from sklearn import ensemble, neighbors, pipeline, preprocessing, tree, linear_model

    if model == "decision-tree":
        return tree.DecisionTreeClassifier(random_state=seed, **parameters)
    kind = {"random-forest": ensemble.RandomForestClassifier, "extra-trees": ensemble.ExtraTreesClassifier}[model]
    return kind(n_jobs=jobs, random_state=seed, **parameters)


def encoded(rows):
    """scikit-learn takes missing values in trees; categories stay ordered codes, the cheapest encoding for it."""
    return np.asarray(rows, dtype=np.float32, order="C")


def fit_scikit_learn(job):
    x, y = train_rows(job["labels"])
    peer = scikit_learn(job["model"], job["jobs"], job["seed"], job["parameters"])
    x = encoded(x)
    times, _ = timed(lambda: peer.fit(x, y))
    return times, peer.predict(encoded(test))


def fit_xgboost(job):
    import xgboost

    x, y = train_rows(job["labels"])
    several = len(meta["classes"]) > 2
    peer = xgboost.XGBClassifier(tree_method="hist", n_jobs=job["jobs"], random_state=job["seed"], **job["parameters"],
                                 objective="multi:softprob" if several else "binary:logistic")
    times, _ = timed(lambda: peer.fit(x, y))
    return times, peer.predict(test)


def fit_yggdrasil(job):
    import ydf

    ydf.verbose(0)
    x, y = train_rows(job["labels"])
    column = lambda rows, i: (
        np.array([meta["columns"][i]["categories"][int(v)] if v == v else "" for v in rows[:, i]])
        if meta["columns"][i]["type"] == "category" else rows[:, i].astype(np.float32)
    )
    frame = lambda rows: {f"c{i}": column(rows, i) for i in range(rows.shape[1])}
    learner = ydf.RandomForestLearner(
        label="label", num_trees=job["parameters"]["n_estimators"], max_depth=-1, min_examples=1, winner_take_all=False,
        compute_oob_performances=False, num_threads=job["jobs"], random_seed=job["seed"],
    )
    data = ydf.create_vertical_dataset({**frame(x), "label": np.array([f"c{v}" for v in y])}, data_spec=None)
    times, model = timed(lambda: learner.train(data))
    scores, classes = model.predict(frame(test)), model.label_classes()
    best = (np.asarray(scores) > 0.5).astype(int) if np.ndim(scores) == 1 else np.argmax(scores, axis=1)
    return times, np.array([int(classes[i][1:]) for i in best])


FIT = {"scikit-learn": fit_scikit_learn, "xgboost": fit_xgboost, "yggdrasil": fit_yggdrasil}


def fit(job):
    times, predicted = FIT[job["peer"]](job)
    return {**times, "predicted": predicted.tolist()}


_fitted = {}


def predict(job):
    """Labels of the rows, `repeat` times over; the model is fitted once."""
    x, y = train_rows(job["labels"])
    key = (job["model"], json.dumps(job["parameters"]))
    if key not in _fitted:
        _fitted[key] = scikit_learn(job["model"], 2, 1, job["parameters"]).fit(encoded(x), y)
    peer = _fitted[key].set_params(n_jobs=job["jobs"])
    rows = np.tile(encoded(test), (job["repeat"], 1))
    times, predicted = timed(lambda: peer.predict(rows))
    return {**times, "rows": len(rows), "predicted": predicted[: len(test)].tolist()}


def isolation_forest(job):
    from sklearn.ensemble import IsolationForest

    x, _ = train_rows("train")
    x = encoded(x)
    peer = IsolationForest(n_estimators=100, max_samples=256, n_jobs=job["jobs"], random_state=job["seed"])
    fit_times, _ = timed(lambda: peer.fit(x))
    score_times, scores = timed(lambda: -peer.score_samples(x))
    return {"fit": fit_times, "score": score_times, "scores": scores[:2000].tolist()}


def study(job):
    """Each seed: a stratified split, each level of flips in the training rows, each model; cells over joblib."""
    from joblib import Parallel, delayed

    x = np.concatenate([train_rows("train")[0], test])
    y = np.concatenate([train_rows("train")[1], test_labels])
    cells = [(seed, level) for seed in range(job["seeds"]) for level in job["levels"]]
    work = lambda: Parallel(n_jobs=job["jobs"])(delayed(study_cell)(encoded(x), y, seed, level) for seed, level in cells)
    times, accuracies = timed(work)
    table = {}
    for (_, level), pair in zip(cells, accuracies):
        for model, accuracy in pair.items():
            table.setdefault(f"{model}@{level}", []).append(accuracy)
    return {**times, "accuracies": table}


def study_cell(x, y, seed, level):
    from sklearn.model_selection import train_test_split

    tr, te = train_test_split(np.arange(len(y)), test_size=0.3, stratify=y, random_state=seed)
    rng, labels, classes = np.random.default_rng([seed, level]), y[tr].copy(), int(y.max()) + 1
    rows = rng.choice(len(labels), int(len(labels) * level / 100 + 0.5), replace=False)
    labels[rows] = (labels[rows] + rng.integers(1, classes, len(rows))) % classes
    models = {"decision-tree": {}, "random-forest": {"n_estimators": 100}}
    return {
        model: float((scikit_learn(model, 1, seed, parameters).fit(x[tr], labels).predict(x[te]) == y[te]).mean())
        for model, parameters in models.items()
    }


def peak(_):
    return {"peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main():
    for line in sys.stdin:
        job = json.loads(line)
        answer = {"fit": fit, "predict": predict, "isolation-forest": isolation_forest, "study": study, "peak": peak}[job["op"]](job)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
