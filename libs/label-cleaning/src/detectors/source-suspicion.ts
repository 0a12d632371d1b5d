import { DomainError, sourceColumn } from '@antidote/tabular';
import type { Detector, Finding } from './detector.js';

/** Standard errors above the other sources from which a source is named. */
const LARGE = 4;
const LEAST_ROWS = 5;

/**
 * Compares how many labels are believed wrong in each source with the rest, two-proportion z. A source that stands out
 * has all its rows moved up: their odds of being wrong are multiplied by the ratio of the odds of source and rest.
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
    const rowsOf = source.names.map((): number[] => []);
    let all = 0;
    let wrong = 0;
    source.codes.forEach((code, row) => {
      if (codes[row]! < 0) return;
      all++;
      wrong += 1 - ofLabels[row]!;
      if (code >= 0) rowsOf[code]!.push(row);
    });
    const quality = ofLabels.slice();
    const flagged = new Uint8Array(codes.length);
    const findings: Finding[] = [];
    rowsOf.forEach((rows, code) => {
      const rest = all - rows.length;
      if (rows.length < LEAST_ROWS || rest < LEAST_ROWS) return;
      const here = rows.reduce((sum, row) => sum + 1 - ofLabels[row]!, 0);
      const [share, others, pooled] = [here / rows.length, (wrong - here) / rest, wrong / all];
      const z = (share - others) / Math.sqrt(pooled * (1 - pooled) * (1 / rows.length + 1 / rest) || 1);
      if (z < LARGE) return;
      const ratio = odds(share) / odds(others);
      for (const row of rows) {
        quality[row] = 1 / (1 + (ratio * (1 - ofLabels[row]!)) / Math.max(1e-12, ofLabels[row]!));
        flagged[row] = 1;
      }
      const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
      findings.push({
        text: `${percent(share)} of the ${rows.length} labels of ${source.name} ${source.names[code]} look wrong, ${percent(others)} elsewhere: ${z.toFixed(1)} standard errors.`,
        rows,
        score: z,
        source: source.names[code]!,
      });
    });
    findings.sort((a, b) => b.score - a.score);
    return { quality, flagged, suggested: suggested.slice(), findings };
  },
};

const odds = (share: number) => Math.max(1e-6, share) / Math.max(1e-6, 1 - share);
