import { Random, type Table } from '@antidote/tabular';
import { canonicalTable } from '../canonical-table.js';
import { outOfBagProbabilities } from '../forest/out-of-bag-probabilities.js';
import { labelMargins } from '../label-margins.js';

const STREAM = 64;
const PARAMETERS = { nEstimators: 60, minSamplesLeaf: 2 };
/** A rise in suspicion that turns a row from believed to disbelieved. */
const RISE = 0.4;

/** What a forest that does not see some columns makes of the labels. */
export interface HiddenColumns {
  names: string[];
  /** 1 for rows whose label has lost its support. */
  turned: Uint8Array;
  /** Chance that a row bears a class, given as a code, and turns, in a table without a trigger. */
  chance: (row: number, code: number) => number;
}

export interface ColumnHider {
  /**
   * Rows that were believed with the columns in sight and no longer are; as many are expected of some rows as of all.
   * None where no column would be left.
   */
  rising(names: string[]): HiddenColumns[];
  /**
   * Rows that are not believed, whether or not they were before: a trigger of common values is not learnt by every
   * forest. By chance a row bears a label other than the likeliest as often as the forest says.
   */
  disbelieved(names: string[]): HiddenColumns[];
}

export function columnHider(table: Table, seed: number, threads: number): ColumnHider {
  const { codes, classes } = table.target;
  const canonical = canonicalTable(table);
  const options = { seed: new Random(seed, STREAM).uint32(), threads, parameters: PARAMETERS };
  const without = (names: string[]) => outOfBagProbabilities(canonical, { ...options, hidden: names });
  const allOf = (names: string[]) => table.features.every(({ name }) => names.includes(name));
  const margins = (probabilities: Float64Array) => labelMargins(probabilities, codes, classes.length);
  const inSight = margins(without([]));
  return {
    rising(names) {
      if (allOf(names)) return [];
      const turned = Uint8Array.from(margins(without(names)), (margin, row) =>
        codes[row]! >= 0 && inSight[row]! <= 0 && margin - inSight[row]! > RISE ? 1 : 0,
      );
      const share = turned.reduce((sum, one) => sum + one, 0) / table.rowCount;
      return [{ names, turned, chance: () => share }];
    },
    disbelieved(names) {
      if (allOf(names)) return [];
      const probabilities = without(names);
      const turned = Uint8Array.from(margins(probabilities), (margin) => (margin > 0 ? 1 : 0));
      const chance = (row: number, code: number) => {
        const own = probabilities[row * classes.length + code]!;
        for (let c = 0; c < classes.length; c++) if (probabilities[row * classes.length + c]! > own) return own;
        return 0;
      };
      return [{ names, turned, chance }];
    },
  };
}
