import type { AttackName, ModelKind, StudyLoss, StudySlices, StudySpec } from '@antidote/contracts';
import { mean } from '@antidote/statistics';
import type { BatchResult, CellResult } from './study-batch.js';
import { pairedPoints } from './paired-points.js';
import { attackWords, decimal, modelWord, range } from './study-words.js';

type ResultsOf = (model: ModelKind, attack: AttackName, level: number) => CellResult[];

/**
 * Accuracy and loss of each slice of the scored rows, over the seeds that score a row of it.
 * @param losses over all rows, which those of a slice are told against
 */
export function reduceSlices(
  spec: StudySpec,
  batches: BatchResult[],
  resultsOf: ResultsOf,
  losses: StudyLoss[],
): StudySlices | null {
  const sliced = batches[0]!.slices;
  if (!sliced) return null;
  const { column, names } = sliced;
  const rowsOf = (slice: number) => batches.map(({ slices }) => slices!.rows[slice]!);
  const levels = [...spec.levels].sort((a, b) => a - b);
  const cells = spec.attacks.flatMap((attack) =>
    spec.models.flatMap((model) =>
      levels.flatMap((level) =>
        names.map((_, slice) => {
          const rows = rowsOf(slice);
          const shares = (at: number) =>
            resultsOf(model, attack, at).flatMap(({ sliceRight }, seed) =>
              rows[seed] === 0 ? [] : [sliceRight![slice]! / rows[seed]!],
            );
          const after = shares(level);
          const known = after.length > 0;
          return {
            model,
            attack,
            level,
            slice,
            mean: known ? mean(after) : null,
            loss: known && level !== levels[0] ? pairedPoints(shares(levels[0]!), after) : null,
          };
        }),
      ),
    ),
  );
  const slices = names.map((name, slice) => ({ name, rows: mean(rowsOf(slice)) }));
  const found = { column, slices, cells };
  return { ...found, sentences: losses.flatMap((loss) => worstSentence(found, loss)) };
}

/** Says which slice loses most, where even the low end of its loss is above the loss over all rows. */
function worstSentence(
  { column, slices, cells }: Omit<StudySlices, 'sentences'>,
  { model, attack, level, loss: all }: StudyLoss,
): string[] {
  const own = cells.filter((cell) => cell.model === model && cell.attack === attack && cell.level === level);
  const known = own.flatMap(({ slice, loss }) => (loss === null ? [] : [{ slice, loss }]));
  if (known.length === 0) return [];
  const worst = known.reduce((most, other) => (other.loss.points.value > most.loss.points.value ? other : most));
  const { points, shown } = worst.loss;
  if (!shown || points.low <= all.points.value) return [];
  return [
    `At ${level}% ${attackWords(attack)} the ${modelWord(model)} loses most where ${column} is ${slices[worst.slice]!.name}: ${decimal(points.value)} points (95% interval ${range(points)}), against ${decimal(all.points.value)} over all rows.`,
  ];
}
