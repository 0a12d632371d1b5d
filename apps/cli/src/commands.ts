import type { Command } from './command-line/command.js';

interface Entry {
  name: string;
  summary: string;
  /** Loads the command's file and nothing of any other: start-up time is part of every command's time. */
  load(): Promise<Command>;
}

interface Group {
  title: string;
  commands: readonly Entry[];
}

const entry = <K extends string>(
  name: string,
  summary: string,
  key: K,
  module: () => Promise<Record<K, unknown>>,
): Entry => ({
  name,
  summary,
  load: async () => (await module())[key] as Command,
});

/** Every command. The one list behind dispatch, help and suggestions. */
export const COMMANDS: readonly Group[] = [
  {
    title: 'On files (no server needed)',
    commands: [
      entry(
        'check',
        'One page on a file: what is wrong, which labels, what poison does, what to do next.',
        'check',
        () => import('./commands/check.js'),
      ),
      entry(
        'poison',
        'Poison a copy of a CSV file: flip labels by an exact budget, with a manifest of the truth.',
        'poison',
        () => import('./commands/poison.js'),
      ),
      entry(
        'train',
        'Train a tree, an ensemble, a linear model or neighbours; measure it, log it to MLflow.',
        'train',
        () => import('./commands/train.js'),
      ),
      entry(
        'predict',
        'Predict the rows of a CSV file with a model folder.',
        'predict',
        () => import('./commands/predict.js'),
      ),
      entry(
        'study',
        'How much poison can models take: levels x models x seeds, with a verdict.',
        'study',
        () => import('./commands/study.js'),
      ),
      entry(
        'certify',
        'Which predictions no poisoner with so many changes can alter, provably.',
        'certify',
        () => import('./commands/certify.js'),
      ),
      entry(
        'break',
        'Cost to break: the fewest poisoned rows that take a model below a limit, by attack.',
        'breakModel',
        () => import('./commands/break.js'),
      ),
      entry(
        'evade',
        'Adversarial examples: the smallest change of features that flips each prediction.',
        'evade',
        () => import('./commands/evade.js'),
      ),
      entry(
        'learning-curve',
        'What wrong labels cost, and whether more rows or reviews buy it back: formula and measurement.',
        'learningCurve',
        () => import('./commands/learning-curve.js'),
      ),
      entry('clean', 'Rank rows by how suspicious their label is.', 'clean', () => import('./commands/clean.js')),
      entry(
        'drift',
        'How a file differs from a reference, by column and as a whole.',
        'drift',
        () => import('./commands/drift.js'),
      ),
      entry(
        'data validate',
        'What is wrong with a file or version: expectations, duplicates, leakage, personal data, bad sources.',
        'dataValidate',
        () => import('./commands/data-validate.js'),
      ),
    ],
  },
  {
    title: 'Worked examples',
    commands: [
      entry(
        'example iris',
        'Poison Iris, train, study, predict: real commands, each shown before it runs.',
        'exampleIris',
        () => import('./commands/example-iris.js'),
      ),
      entry(
        'example life-cycle',
        'A rare class from baseline to registry: four models, resampling, MLflow, predictions.',
        'exampleLifeCycle',
        () => import('./commands/example-life-cycle.js'),
      ),
      entry(
        'example task',
        'Write a synthetic task with a rare class as CSV.',
        'exampleTask',
        () => import('./commands/example-task.js'),
      ),
    ],
  },
  {
    title: 'On the server',
    commands: [
      entry(
        'up',
        'Start everything: Postgres, MLflow, API with console, worker, registry-promotion.',
        'up',
        () => import('./commands/up.js'),
      ),
      entry('worker', 'Start one more worker against DATABASE_URL.', 'worker', () => import('./commands/worker.js')),
      entry('status', 'Health and address of each part.', 'status', () => import('./commands/status.js')),
      entry(
        'login',
        'Sign in: a link for the browser, or a key for this machine.',
        'login',
        () => import('./commands/login.js'),
      ),
      entry('people list', 'List the accounts.', 'peopleList', () => import('./commands/people-list.js')),
      entry('people add', 'Add a person or a service account.', 'peopleAdd', () => import('./commands/people-add.js')),
      entry(
        'people change',
        'Change the role or name of an account, disable or enable it.',
        'peopleChange',
        () => import('./commands/people-change.js'),
      ),
      entry('audit export', 'Who did what, as JSON or CSV.', 'auditExport', () => import('./commands/audit-export.js')),
      entry(
        'data add',
        'Register a file (CSV, JSON Lines, Parquet; gzip) as a dataset, or as a new version of one.',
        'dataAdd',
        () => import('./commands/data-add.js'),
      ),
      entry(
        'data expect',
        'Show or set what is expected of the versions of a dataset.',
        'dataExpect',
        () => import('./commands/data-expect.js'),
      ),
      entry(
        'data acknowledge',
        'Let a version be used in spite of findings that block it.',
        'dataAcknowledge',
        () => import('./commands/data-acknowledge.js'),
      ),
      entry('data list', 'List the datasets.', 'dataList', () => import('./commands/data-list.js')),
      entry('data log', 'List the versions of a dataset.', 'dataLog', () => import('./commands/data-log.js')),
      entry(
        'data diff',
        'What changed from one version to another: groups of labels, cells, rows, statistics.',
        'dataDiff',
        () => import('./commands/data-diff.js'),
      ),
      entry(
        'data verify',
        'Compute the digest of a version anew, or prove that a row is in it.',
        'dataVerify',
        () => import('./commands/data-verify.js'),
      ),
      entry(
        'data poison',
        'Make a poisoned version of a version, to see what models take.',
        'dataPoison',
        () => import('./commands/data-poison.js'),
      ),
      entry(
        'data export',
        'Write the rows of a version as CSV.',
        'dataExport',
        () => import('./commands/data-export.js'),
      ),
      entry(
        'data scrub',
        'Read every stored byte again; find, tell and put aside what is damaged.',
        'dataScrub',
        () => import('./commands/data-scrub.js'),
      ),
      entry(
        'data lineage',
        'What a version, run, review or model came from and flowed into.',
        'dataLineage',
        () => import('./commands/data-lineage.js'),
      ),
      entry(
        'data impact',
        'What a bad version, source or row has touched, with the aliases held and when.',
        'dataImpact',
        () => import('./commands/data-impact.js'),
      ),
      entry(
        'data recall',
        'Mark a version or a source bad: freeze aliases, build without it, propose retraining.',
        'dataRecall',
        () => import('./commands/data-recall.js'),
      ),
      entry(
        'data rollback',
        'Wait for the versions without recalled data, and train on them.',
        'dataRollback',
        () => import('./commands/data-rollback.js'),
      ),
      entry(
        'data trusted',
        'A trusted set: draw, export, label twice, adjudicate, seal.',
        'dataTrusted',
        () => import('./commands/data-trusted.js'),
      ),
      entry(
        'data erase',
        'Destroy the values of rows in every version.',
        'dataErase',
        () => import('./commands/data-erase.js'),
      ),
      entry(
        'data retention',
        'How long rows are kept before all versions forget them.',
        'dataRetention',
        () => import('./commands/data-retention.js'),
      ),
      entry(
        'data sensitive',
        'Which columns of a dataset have their values hidden.',
        'dataSensitive',
        () => import('./commands/data-sensitive.js'),
      ),
      entry(
        'data sheet',
        'What a version is, whence, how labelled, and its limits: Markdown or HTML.',
        'dataSheet',
        () => import('./commands/data-sheet.js'),
      ),
      entry('review status', 'How far each review is.', 'reviewStatus', () => import('./commands/review-status.js')),
      entry(
        'review finish',
        'Close a review whose rows are all decided.',
        'reviewFinish',
        () => import('./commands/review-finish.js'),
      ),
      entry(
        'review apply',
        'Make the cleaned version from a finished review.',
        'reviewApply',
        () => import('./commands/review-apply.js'),
      ),
      entry('model list', 'List the trained models.', 'modelList', () => import('./commands/model-list.js')),
      entry(
        'model train',
        'Train on a version that the server keeps; ask for the alias staging.',
        'modelTrain',
        () => import('./commands/model-train.js'),
      ),
      entry(
        'model promote',
        'Ask for an alias; the gate decides on the evidence.',
        'modelPromote',
        () => import('./commands/model-promote.js'),
      ),
      entry(
        'model history',
        'Who asked for which alias, when, and what the gate said.',
        'modelHistory',
        () => import('./commands/model-history.js'),
      ),
      entry(
        'model predict',
        'Predict with the model that holds an alias.',
        'modelPredict',
        () => import('./commands/model-predict.js'),
      ),
    ],
  },
];

export const ENTRIES: readonly Entry[] = COMMANDS.flatMap((group) => group.commands);
