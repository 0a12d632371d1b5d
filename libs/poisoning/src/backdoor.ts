import type { TriggerCell } from '@antidote/contracts';
import { DomainError, emptyPatch, Random, type FeatureColumn, type Patch, type Table } from '@antidote/tabular';
import { impurityImportance } from '@antidote/training/forests';
import type { Attack, AttackInput, AttackPlan } from './attack.js';
import { cellText } from './cell-text.js';
import { inRangeTrigger, outOfRangeTrigger } from './choose-trigger.js';
import { classesByCount, classNamed } from './classes-present.js';
import { ROWS, STREAM, VALUES } from './streams.js';
import { surrogate } from './surrogate.js';
import { backdoor as taxonomy } from './taxonomy.js';
import { writableColumns } from './writable-columns.js';
import { isWithin, writableRanges } from './writable-ranges.js';

const TRIGGER_COLUMNS = 3;
const TAKES = ['targetClass', 'columns', 'ranges', 'triggerColumns', 'trigger'] as const;

const shared = { goal: 'integrity', family: 'trigger', takes: TAKES } as const;

export const backdoorOutOfRange: Attack = {
  ...shared,
  title: 'Backdoor, value out of range',
  summary: 'Rows get one value that was never measured and the target class; later that value alone calls the class.',
  knowledge: 'the range of one column',
  taxonomy: taxonomy('Gu, Dolan-Gavitt & Garg, BadNets (2017)'),
  plan: (input) => dirtyLabel(input, (columns) => outOfRangeTrigger(columns, input.seed, rangesOf(input))),
};

export const backdoorInRange: Attack = {
  ...shared,
  title: 'Backdoor, values in range',
  summary:
    'Rows get a rare combination of ordinary values and the target class; later that combination calls the class.',
  knowledge: 'the distribution of some columns',
  taxonomy: taxonomy('Chen et al., Targeted Backdoor Attacks on Deep Learning Systems (2017)'),
  plan: (input) =>
    dirtyLabel(input, (columns, size) => inRangeTrigger(input.table, drawn(input, columns), size, rangesOf(input))),
};

export const backdoorWeakFeatures: Attack = {
  ...shared,
  title: 'Backdoor on weak features',
  summary: 'The combination of values is planted in the columns that tell least of the class, where nobody looks.',
  knowledge: 'the training data, a model like the one attacked',
  taxonomy: taxonomy('Severi et al., Explanation-Guided Backdoor Poisoning Attacks (USENIX Security 2021)'),
  plan: (input) =>
    dirtyLabel(input, (columns, size) => {
      const importance = impurityImportance(surrogate(input.table, input.seed).model);
      const of = new Map(input.table.features.map((column, index) => [column, importance[index]!]));
      return inRangeTrigger(
        input.table,
        [...columns].sort((a, b) => of.get(a)! - of.get(b)!),
        size,
        rangesOf(input),
      );
    }),
};

export const backdoorCleanLabel: Attack = {
  ...shared,
  title: 'Backdoor with right labels',
  summary: 'Rows of the target class get the trigger and keep their right label, so that no label looks wrong.',
  knowledge: 'the training data, a model like the one attacked',
  taxonomy: taxonomy('Turner, Tsipras & Madry, Label-Consistent Backdoor Attacks (2019)'),
  plan(input) {
    const { table, count, reachable, seed } = input;
    const target = targetOf(input);
    const trigger = triggerOf(input, (columns, size) =>
      inRangeTrigger(table, drawn(input, columns), size, rangesOf(input)),
    );
    const pool = reachable.filter((position) => table.target.codes[position] === target);
    refuseScarce(count, pool.length, `of the class ${JSON.stringify(table.target.classes[target]!)}`);
    // The rows that look least like their class learn the trigger instead of the features.
    const { probabilities } = count > 0 ? surrogate(table, seed) : { probabilities: new Float64Array(0) };
    const own = (row: number) => probabilities[row * table.target.classes.length + target]! || 0;
    const chosen = pool.sort((a, b) => own(a) - own(b) || a - b).subarray(0, count);
    return planted(table, chosen, trigger, target);
  },
};

type Choose = (columns: FeatureColumn[], size: number) => TriggerCell[];

/** Plants the trigger in rows of other classes, drawn at random, and gives them the target class. */
function dirtyLabel(input: AttackInput, choose: Choose): AttackPlan {
  const { table, count, reachable, seed } = input;
  const target = targetOf(input);
  const trigger = triggerOf(input, choose);
  const pool = reachable.filter((position) => table.target.codes[position] !== target);
  refuseScarce(count, pool.length, `of classes other than ${JSON.stringify(table.target.classes[target]!)}`);
  const chosen = new Random(seed, STREAM.backdoor, ROWS).sample(pool.length, count).map((index) => pool[index]!);
  return planted(table, chosen, trigger, target);
}

/** The target class: the rarest unless named, as a trigger for it is worth most. */
function targetOf({ table, options: { targetClass } }: AttackInput): number {
  return targetClass === undefined ? classesByCount(table).at(-1)! : classNamed(table, targetClass);
}

function triggerOf({ table, options }: AttackInput, choose: Choose): TriggerCell[] {
  if (!options.trigger) {
    return choose(writableColumns(table, options.columns), options.triggerColumns ?? TRIGGER_COLUMNS);
  }
  const names = options.trigger.map(({ column }) => column);
  if (new Set(names).size < names.length) {
    throw new DomainError('invalid_argument', `The trigger names a column twice: ${names.join(', ')}; name each once.`);
  }
  writableColumns(table, names);
  const ranges = writableRanges(table, options.ranges);
  for (const { column, value } of options.trigger) {
    if (isWithin(ranges.get(column), Number(value))) continue;
    throw new DomainError(
      'parameter_out_of_range',
      `The trigger sets ${JSON.stringify(column)} to ${value}, which is outside of the range that the attacker can write; name another value or a wider range.`,
      { column, value },
    );
  }
  return options.trigger;
}

const rangesOf = ({ table, options }: AttackInput) => writableRanges(table, options.ranges);

function drawn({ seed }: AttackInput, columns: FeatureColumn[]): FeatureColumn[] {
  const order = new Random(seed, STREAM.backdoor, VALUES).shuffle(Uint32Array.from(columns.keys()));
  return Array.from(order, (index) => columns[index]!);
}

function refuseScarce(count: number, rows: number, which: string): void {
  if (count <= rows) return;
  throw new DomainError(
    'limit_exceeded',
    `${count} rows ${which} are to be changed, but there are ${rows}; lower the budget.`,
    { budget: count, rows },
  );
}

function planted(table: Table, positions: Uint32Array, trigger: TriggerCell[], target: number): AttackPlan {
  const targetClass = table.target.classes[target]!;
  const patch: Patch = emptyPatch();
  for (const position of positions.slice().sort()) {
    const row = table.rowIds[position]!;
    const from = table.target.classes[table.target.codes[position]!]!;
    if (from !== targetClass) patch.relabel.push({ row, from, to: targetClass });
    for (const { column, value } of trigger) {
      const given = cellText(
        table.features.find(({ name }) => name === column)!,
        position,
      );
      if (given !== value) patch.cells.push({ row, column, from: given, to: value });
    }
  }
  return { patch, backdoor: { trigger, targetClass } };
}
