/**
 * What is measured. A case has our job, the peers' jobs (each tried with every number of `jobs`, the fastest counts)
 * and what is wanted of the ratio peer / ours: `floor` has to be beaten, `reach` is what we aim for. `by` says which
 * ratio the target is about: wall or processor time; both are always printed.
 */
const FOREST = { ours: { nEstimators: 100 }, peer: { n_estimators: 100 } };
const BOTH = ['clean', 'noisy'];

export const CASES = [
  ...labelled(['iris'], { floor: 150, reach: 150 }).map(forest),
  ...labelled(['breast_cancer'], { floor: 28, reach: 30 }).map(forest),
  ...labelled(['digits'], { floor: 5, reach: 8 }, { yggdrasil: true }).map(forest),
  ...labelled(['wa_churn', 'diamonds']).map(forest),
  ...labelled(['synthetic-10000'], { floor: 23, reach: 30 }, { yggdrasil: true }).map(forest),
  ...labelled(['synthetic-100000'], { floor: 30, reach: 30, by: 'cpu' }, { yggdrasil: true, slow: true }).map(forest),
  ...labelled(['synthetic-1000000'], undefined, { slow: true, jobs: [2], rounds: 1, trees: 20 }).map(forest),
  fit('extra-trees', { dataset: 'synthetic-10000', labels: 'noisy', parameters: FOREST }),
  ...labelled(['synthetic-100000'], { floor: 40, reach: 40 }).map(tree),
  ...labelled(['wa_churn', 'diamonds']).map(tree),
  ...['iris', 'breast_cancer', 'digits'].map(study),
  ...prediction(),
  ...isolationForest(),
  ...labelled(['synthetic-10000', 'synthetic-100000', 'wa_churn', 'digits'], { floor: 0.5, reach: 1 }).map(boosting),
  ...[500, 1000, 2000, 4000].map((rows) => baseline('decision-tree', rows)),
  baseline('random-forest', 2400),
];

function labelled(datasets, target, rest) {
  // Targets were set on noisy labels; clean ones are printed beside.
  return datasets.flatMap((dataset) =>
    BOTH.map((labels) => ({ dataset, labels, target: labels === 'noisy' ? target : undefined, ...rest })),
  );
}

function forest({ trees = 100, ...rest }) {
  const parameters = { ours: { nEstimators: trees }, peer: { n_estimators: trees } };
  return fit('random-forest', { ...rest, parameters, title: trees === 100 ? undefined : `${trees} trees` });
}

function tree(rest) {
  return fit('decision-tree', { ...rest, parameters: { ours: {}, peer: {} }, jobs: [1] });
}

function fit(model, { dataset, labels, target, parameters, title, yggdrasil = false, jobs = [1, 2], slow, rounds }) {
  const column = labels === 'clean' ? 'train' : labels;
  const job = (given) => ({ op: 'fit', model, labels: column, parameters: given });
  const peers = { 'scikit-learn': jobs.map((n) => ({ ...job(parameters.peer), peer: 'scikit-learn', jobs: n })) };
  if (yggdrasil) peers.Yggdrasil = [{ ...job(parameters.peer), peer: 'yggdrasil', jobs: 2 }];
  return {
    name: `${model} ${dataset} ${labels}${title ? `, ${title}` : ''}`,
    group: 'fit',
    dataset,
    ours: { ...job(parameters.ours), jobs: 2 },
    peers,
    target,
    slow,
    rounds,
  };
}

function study(dataset) {
  const target = dataset === 'digits' ? { floor: 4, reach: 7 } : { floor: 28, reach: 30 };
  const job = { op: 'study', seeds: 10, levels: [0, 5, 10, 20, 30, 40, 50] };
  const peers = { 'scikit-learn, joblib': [{ ...job, jobs: 2 }] };
  return { name: `study ${dataset}`, group: 'study', dataset, ours: { ...job, jobs: 2 }, peers, target, rounds: 3 };
}

/**
 * The target's peer, scikit-learn at 89k rows/s, predicts its 2,000 test rows, where waking its threads counts; the
 * same rows ten times over show the walk alone.
 */
function prediction() {
  return [
    [1, { floor: 6, reach: 10 }],
    [10, undefined],
  ].map(([repeat, target]) => {
    const job = { op: 'predict', model: 'random-forest', labels: 'noisy', repeat };
    return {
      name: `forest prediction, ${(2000 * repeat).toLocaleString('en')} rows, synthetic-10000 noisy`,
      group: 'predict',
      dataset: 'synthetic-10000',
      ours: { ...job, parameters: FOREST.ours, jobs: 2 },
      peers: { 'scikit-learn': [1, 2].map((jobs) => ({ ...job, parameters: FOREST.peer, jobs })) },
      target,
    };
  });
}

function isolationForest() {
  const job = { op: 'isolation-forest' };
  return [
    ['fit', { floor: 36, reach: 36 }],
    ['score', { floor: 3, reach: 3 }],
  ].map(([part, target]) => ({
    name: `isolation forest ${part}, 100 x 256, synthetic-100000`,
    group: 'isolation forest',
    dataset: 'synthetic-100000',
    part,
    ours: { ...job, jobs: 2 },
    peers: { 'scikit-learn': [1, 2].map((jobs) => ({ ...job, jobs })) },
    target,
  }));
}

function boosting({ dataset, labels, target }) {
  const column = labels === 'clean' ? 'train' : labels;
  const job = { op: 'fit', model: 'gradient-boosting', labels: column };
  const peer = { n_estimators: 100, max_depth: 6, learning_rate: 0.1 };
  const ours = { nEstimators: 100, maxDepth: 6, learningRate: 0.1 };
  return {
    name: `gradient-boosting ${dataset} ${labels}`,
    group: 'fit',
    dataset,
    ours: { ...job, parameters: ours, jobs: 2 },
    peers: { 'XGBoost hist': [1, 2].map((jobs) => ({ ...job, peer: 'xgboost', parameters: peer, jobs })) },
    target,
  };
}

/** The npm packages on the first rows of the file; we train on as many. */
function baseline(model, limit) {
  const trees = model === 'random-forest' ? 25 : undefined;
  const job = { op: 'fit', model, labels: 'noisy', limit };
  const title = model === 'random-forest' ? 'ml-random-forest' : 'ml-cart';
  return {
    name: `${model} first ${limit} rows of synthetic-10000 noisy${trees ? `, ${trees} trees` : ''}`,
    group: 'npm baselines',
    dataset: 'synthetic-10000',
    ours: { ...job, jobs: 1, parameters: trees ? { nEstimators: trees } : {} },
    peers: { [title]: [{ ...job, jobs: 1, engine: 'mljs', parameters: trees ? { nEstimators: trees } : {} }] },
    rounds: 2,
    slow: limit >= 2000,
  };
}
