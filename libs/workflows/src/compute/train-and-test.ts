import type { LabelsUsed } from '@antidote/contracts';
import { byCodePoint, Random, selectRows, stratifiedSplit, type Table } from '@antidote/tabular';
import { evaluationOf } from './evaluation-of.js';
import type { TrainingVersion } from './version-data.js';

const SPLIT = 12;
const TEST_SHARE = 0.3;

export interface TrainAndTest {
  train: Table;
  /** Rows that score, all with a label; classes as in `train`. */
  test: Table;
  labelsUsed: LabelsUsed;
}

/** A version in two: all its rows and its trusted set where it has one, else 30 % held out, by the best labels known. */
export function trainAndTest(version: TrainingVersion, seed: number): TrainAndTest {
  const { table, trusted } = version;
  if (trusted) return { ...withCommonClasses(table, labelled(trusted)), labelsUsed: 'trusted' };
  const { codes, classes } = table.target;
  const split = stratifiedSplit(codes, classes.length, TEST_SHARE, new Random(seed, SPLIT));
  const [train, test] = [selectRows(table, split.train), selectRows(table, split.test)];
  const known = evaluationOf(version);
  if (known === null || !('codes' in known)) return { train, test, labelsUsed: 'as-given' };
  const target = { ...test.target, codes: Int32Array.from(split.test, (row) => known.codes[row]!) };
  return { train, test: labelled({ ...test, target }), labelsUsed: known.labelsUsed };
}

const labelled = (table: Table): Table =>
  selectRows(
    table,
    Uint32Array.from(table.target.codes.keys()).filter((row) => table.target.codes[row]! >= 0),
  );

function withCommonClasses(train: Table, test: Table): { train: Table; test: Table } {
  const classes = [...new Set([...train.target.classes, ...test.target.classes])].sort(byCodePoint);
  const recoded = (table: Table): Table => {
    const codeOf = table.target.classes.map((label) => classes.indexOf(label));
    const codes = table.target.codes.map((code) => (code < 0 ? -1 : codeOf[code]!));
    return { ...table, target: { ...table.target, classes, codes } };
  };
  return { train: recoded(train), test: recoded(test) };
}
