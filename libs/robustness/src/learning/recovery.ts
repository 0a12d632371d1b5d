import type { ModelKind, PairedDifference, Recovery } from '@antidote/contracts';
import { decimal, modelWord, range } from '../study/study-words.js';
import { quantityForQuality } from './quantity-for-quality.js';

export interface Prices {
  /** What one more labelled row costs. */
  priceRow?: number;
  /** What one review of a label costs. */
  priceReview?: number;
}

/** What a model's learning curves show of one noise level. */
export interface MeasuredNoise {
  model: ModelKind;
  noise: number;
  classes: number;
  /** Ascending; the last is all training rows. */
  sizes: number[];
  /** Mean accuracy with clean labels by size. */
  clean: number[];
  /** Mean accuracy with noise on all rows. */
  noisy: number;
  /** Points that noise costs on all rows. */
  loss: PairedDifference;
  /** Points that the last doubling of rows wins with noise. */
  lastDoubling: PairedDifference;
}

/** Reviews to win back nine tenths of a tree's loss, in multiples of the wrong labels: a mean over 16 tables, 8 attacks. */
const REVIEWS_A_FLIP = 1.49;

/**
 * What buys back the accuracy that noise costs. The clean curve tells how many clean rows would do as well as all the
 * noisy ones: so many times more noisy rows are needed for what clean ones give.
 */
export function recoveryOf(measured: MeasuredNoise, { priceRow, priceReview }: Prices = {}): Recovery {
  const { model, noise, classes, sizes, loss, lastDoubling } = measured;
  const rows = sizes.at(-1)!;
  const costs = loss.shown && loss.points.value > 0;
  const grows = lastDoubling.shown && lastDoubling.points.value > 0;
  const outcome = !costs ? 'no-loss-shown' : grows ? 'more-rows' : 'does-not-recover';
  const worth = outcome === 'more-rows' ? cleanRowsWorth(measured) : null;
  const factor = worth && rows / worth.rows;
  const moreRows = factor === null ? null : Math.ceil(rows * (factor - 1));
  const reviews = Math.min(rows, Math.ceil((REVIEWS_A_FLIP * rows * noise) / 100));
  return {
    model,
    noise,
    loss,
    outcome,
    factor,
    factorIsLeast: worth?.isMost ?? false,
    moreRows,
    reviews,
    rowsCost: priceRow === undefined || moreRows === null ? null : moreRows * priceRow,
    reviewsCost: priceReview === undefined ? null : reviews * priceReview,
    formula: quantityForQuality(classes, noise),
  };
}

/** Clean rows that give the noisy accuracy, read off the clean curve between sizes by the logarithm of the rows. */
function cleanRowsWorth({ sizes, clean, noisy }: MeasuredNoise): { rows: number; isMost: boolean } {
  for (let i = sizes.length - 1; i > 0; i--) {
    const [low, high] = [clean[i - 1]!, clean[i]!];
    if (noisy < low || high <= low) continue;
    const share = Math.min(1, (noisy - low) / (high - low));
    return { rows: sizes[i - 1]! * (sizes[i]! / sizes[i - 1]!) ** share, isMost: false };
  }
  return { rows: sizes[0]!, isMost: true };
}

/** "With 10% of the labels wrong the forest loses 2.1 points (...). ..." */
export function recoverySentence(recovery: Recovery): string {
  const { model, noise, loss, outcome, factor, factorIsLeast, moreRows, reviews, formula } = recovery;
  const points = `(95% interval ${range(loss.points)})`;
  const word = modelWord(model);
  if (outcome === 'no-loss-shown')
    return `With ${noise}% of the labels wrong no loss is shown for the ${word} ${points}.`;
  const lost = `With ${noise}% of the labels wrong the ${word} loses ${decimal(loss.points.value)} points ${points}`;
  const byFormula =
    formula.factor === null
      ? 'by the formula no number of rows does'
      : `${formula.factor.toFixed(2)} times by the formula`;
  const bought = `reviewing ${reviews} labels, most suspect first, wins back about nine tenths${money(recovery.reviewsCost)}`;
  if (outcome === 'does-not-recover') {
    return `${lost}; it does not recover: the last doubling of the rows is not shown to win anything (${byFormula}); ${bought}.`;
  }
  return `${lost}; it takes ${factorIsLeast ? 'more than ' : ''}${factor!.toFixed(2)} times the rows (${byFormula}), ${moreRows} more${money(recovery.rowsCost)}, if that ratio holds on; ${bought}.`;
}

const money = (cost: number | null) => (cost === null ? '' : `, for ${Number(cost.toFixed(2))}`);
