import type { ImpactSubject } from '@antidote/contracts';

/** The subject of an impact page as a piece of its address: `version:ID`, `row:ID:ROW` or `source:DATASET:NAME`. */
export function impactRef(subject: ImpactSubject): string {
  switch (subject.type) {
    case 'version':
      return `version:${subject.versionId}`;
    case 'row':
      return `row:${subject.versionId}:${subject.row}`;
    case 'source':
      return `source:${subject.dataset}:${subject.source}`;
  }
}

/** Reads it back; null when it names nothing. A source's name may hold colons itself, a dataset's cannot. */
export function readImpactRef(ref: string): ImpactSubject | null {
  const version = /^version:([0-9a-f-]{36})$/i.exec(ref);
  if (version) return { type: 'version', versionId: version[1]! };
  const row = /^row:([0-9a-f-]{36}):(\d{1,10})$/i.exec(ref);
  if (row) return { type: 'row', versionId: row[1]!, row: Number(row[2]) };
  const source = /^source:([^:]+):(.+)$/s.exec(ref);
  if (source) return { type: 'source', dataset: source[1]!, source: source[2]! };
  return null;
}
