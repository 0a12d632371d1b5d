import { DomainError, sourceColumn } from '@antidote/tabular';
import type { Detector, Finding } from './detector.js';

/** Standard errors above all other sources from which a source is named. */
const LARGE = 4;
/** Above the cleaner half of the sources: chosen as the lowest, it lies below the rest by chance alone. */
const LARGE_ABOVE_CLEANER = 5;
const LEAST_ROWS = 5;

/**
 * Compares how many labels are believed wrong in each source with the others, two-proportion z: with all of them, and, as
 * several may be bad at once, with the cleaner half. A source that stands out has all its rows moved up: their odds of
 * being wrong are multiplied by the ratio of its odds and those of the others.
 */
export const sourceSuspicion: Detector = {
  title: 'Sources that stand out',
  summary: 'Annotators, batches or suppliers with more wrong labels than the rest. It needs a source column.',
  family: 'source',
  detect({ table, labels }) {
    const { codes } = table.target;
    const source = sourceColumn(table);
    if (!source) {
      throw new DomainError('column_mismatch', 'the table names no source column; give one (--source COLUMN)');
    }
    const { quality: ofLabels, suggested } = labels();
    const parts = source.names.map((name): Part => ({ name, rows: [], wrong: 0 }));
    const nobody: Part = { name: '', rows: [], wrong: 0 };
    source.codes.forEach((code, row) => {
      if (codes[row]! < 0) return;
      const part = parts[code] ?? nobody;
      part.rows.push(row);
      part.wrong += 1 - ofLabels[row]!;
    });
    const all = [...parts, nobody].filter(({ rows }) => rows.length > 0);
    const cleaner = cleanerHalf(all);
    const quality = ofLabels.slice();
    const flagged = new Uint8Array(codes.length);
    const findings: Finding[] = [];
    for (const part of all) {
      if (part === nobody || part.rows.length < LEAST_ROWS) continue;
      const others = all.filter((other) => other !== part);
      const found =
        above(part, others, LARGE) ?? (cleaner.includes(part) ? null : above(part, cleaner, LARGE_ABOVE_CLEANER));
      if (found === null) continue;
      const ratio = odds(found.share) / odds(found.usual);
      for (const row of part.rows) {
        quality[row] = 1 / (1 + (ratio * (1 - ofLabels[row]!)) / Math.max(1e-12, ofLabels[row]!));
        flagged[row] = 1;
      }
      const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
      findings.push({
        text: `${percent(found.share)} of the ${part.rows.length} labels of ${source.name} ${part.name} look wrong, ${percent(found.usual)} ${found.limit === LARGE ? 'elsewhere' : 'in the cleaner half of the rows'}: ${found.z.toFixed(1)} standard errors.`,
        rows: part.rows,
        score: found.z,
        source: part.name,
      });
    }
    findings.sort((a, b) => b.score - a.score);
    return { quality, flagged, suggested: suggested.slice(), findings };
  },
};

/** Rows of one source, and how many of their labels are believed wrong. */
interface Part {
  name: string;
  rows: number[];
  wrong: number;
}

/** The sources with the lowest shares of wrong labels that hold half of the rows together; those of equal share all. */
function cleanerHalf(parts: Part[]): Part[] {
  const share = ({ wrong, rows }: Part) => wrong / rows.length;
  const half = rowsIn(parts) / 2;
  const ordered = [...parts].sort((a, b) => share(a) - share(b));
  let held = 0;
  const last = ordered.find(({ rows }) => (held += rows.length) >= half)!;
  return ordered.filter((part) => share(part) <= share(last));
}

const rowsIn = (parts: Part[]): number => parts.reduce((sum, { rows }) => sum + rows.length, 0);

/** How far a source lies above others; null below the limit, in standard errors. */
function above(part: Part, others: Part[], limit: number) {
  const [here, there] = [part.rows.length, rowsIn(others)];
  if (there < LEAST_ROWS) return null;
  const wrong = others.reduce((sum, other) => sum + other.wrong, 0);
  const [share, usual, pooled] = [part.wrong / here, wrong / there, (part.wrong + wrong) / (here + there)];
  const z = (share - usual) / Math.sqrt(pooled * (1 - pooled) * (1 / here + 1 / there) || 1);
  return z < limit ? null : { share, usual, z, limit };
}

const odds = (share: number) => Math.max(1e-6, share) / Math.max(1e-6, 1 - share);
