import type { AttackName, StudySpec } from '@antidote/contracts';
import { selectRows, type FeatureColumn, type Table } from '@antidote/tabular';
import type { PreparedStudy } from './prepare-study.js';
import { scoredData } from './scored-data.js';
import { fitSeed, poisonSeed } from './seed-streams.js';
import { poisonedRowCount, studyAttack } from './study-attack.js';
import type { CellScore, StudyBatch } from './study-batch.js';
import type { Trainer } from './trainer.js';
import { triggered } from './triggered.js';

export interface TrainerCell extends Pick<CellScore, 'accuracy' | 'attackSuccess'> {
  /** null at level 0. */
  attack: AttackName | null;
  level: number;
  poisonedRows: number;
}

/**
 * One seed of a study with a team's own trainer: the split and the poison of `runCells`, so that results are paired with
 * those of the models. The trainer is run once a level and attack, and once on unpoisoned rows, all at the same time:
 * how many truly are is for the trainer to say.
 *
 * @throws DomainError as `runCells`; whatever the trainer throws
 */
export async function runTrainerCells(
  table: Table,
  spec: StudySpec,
  batch: StudyBatch,
  prepared: PreparedStudy,
  train: Trainer,
): Promise<TrainerCell[]> {
  const data = scoredData(table, spec, batch, prepared);
  const training = selectRows(table, data.train);
  const test = data.test;
  const seed = fitSeed(spec.seed, batch.seedIndex);
  const { classes } = table.target;
  const scenes = spec.attacks.flatMap((attack) =>
    spec.levels
      .filter((level) => level > 0)
      .map((level) => {
        const attacked = studyAttack(training, spec, attack, level, poisonSeed(spec.seed, batch.seedIndex));
        const { backdoor } = attacked;
        const target = backdoor ? classes.indexOf(backdoor.targetClass) : -1;
        const others = Uint32Array.from(data.truth.keys()).filter((row) => data.truth[row] !== target);
        const victims =
          backdoor && others.length > 0 ? { target, table: planted(selectRows(test, others), backdoor.trigger) } : null;
        return { attack, level, attacked, victims };
      }),
  );
  const predictAll = async (on: Table, parts: Table[]) => cut(await train(on, joined(parts), seed), parts);
  const allVictims = scenes.flatMap(({ victims }) => (victims ? [victims.table] : []));
  const [clean, ...poisoned] = await Promise.all([
    predictAll(training, [test, ...allVictims]),
    ...scenes.map(({ attacked, victims }) => predictAll(attacked.table, victims ? [test, victims.table] : [test])),
  ]);
  const accuracyOf = (predicted: Int32Array) =>
    data.truth.reduce((sum, code, i) => sum + (predicted[i] === code ? 1 : 0), 0) / data.truth.length;
  const rateOf = (predicted: Int32Array, target: number) =>
    predicted.filter((code) => code === target).length / predicted.length;
  const floors = clean!.slice(1);
  const cells: TrainerCell[] = spec.levels.includes(0)
    ? [{ attack: null, level: 0, poisonedRows: 0, accuracy: accuracyOf(clean![0]!), attackSuccess: null }]
    : [];
  scenes.forEach(({ attack, level, attacked, victims }, i) => {
    const [scored, taken] = poisoned[i]!;
    cells.push({
      attack,
      level,
      poisonedRows: poisonedRowCount(attacked),
      accuracy: accuracyOf(scored!),
      attackSuccess: victims && {
        rate: rateOf(taken!, victims.target),
        floor: rateOf(floors.shift()!, victims.target),
      },
    });
  });
  return cells;
}

function planted(table: Table, trigger: Parameters<typeof triggered>[2]): Table {
  return { ...table, features: triggered(table.features, table.rowCount, trigger) };
}

/** The tables' rows one after the other, features alone told apart; labels are missing. */
function joined(tables: Table[]): Table {
  const rowCount = tables.reduce((sum, table) => sum + table.rowCount, 0);
  const [first] = tables as [Table];
  const features = first.features.map((column, at): FeatureColumn => {
    const parts = tables.map(({ features: all }) => all[at]!);
    if (column.kind === 'numeric') {
      return {
        ...column,
        values: Float64Array.from(parts.flatMap((part) => (part.kind === 'numeric' ? [...part.values] : []))),
      };
    }
    const texts = parts.flatMap((part) =>
      part.kind === 'category' ? Array.from(part.codes, (code) => (code < 0 ? null : part.categories[code]!)) : [],
    );
    const categories = [...new Set(texts.filter((text) => text !== null))].sort();
    const codeOf = new Map(categories.map((text, code) => [text, code]));
    return { ...column, categories, codes: Int32Array.from(texts, (text) => (text === null ? -1 : codeOf.get(text)!)) };
  });
  return {
    rowCount,
    rowIds: Uint32Array.from({ length: rowCount }, (_, row) => row),
    features,
    target: { ...first.target, codes: new Int32Array(rowCount).fill(-1) },
  };
}

function cut(predicted: Int32Array, parts: Table[]): Int32Array[] {
  let at = 0;
  return parts.map(({ rowCount }) => predicted.subarray(at, (at += rowCount)));
}
