import type { Database, OpenReview, TableFacts } from '../src/index.js';

export const ACTOR = 'tester';

export const hash = (digit: string) => digit.repeat(64);

/** Facts of a small table; override what the test is about. */
export function tableFacts(facts: Partial<TableFacts> = {}): TableFacts {
  return {
    digest: hash('a'),
    target: 'species',
    rowCount: 3,
    featureCount: 1,
    classes: [
      { label: 'setosa', rows: 2 },
      { label: 'virginica', rows: 1 },
    ],
    columns: [{ name: 'width', type: 'numeric', missing: 0, quantiles: [1, 1, 2, 3, 3], distinct: null }],
    warnings: [],
    ...facts,
  };
}

export async function registeredVersion(database: Database, name = 'iris', facts: Partial<TableFacts> = {}) {
  const registration = { name, table: tableFacts(facts), baseBlob: hash('b') };
  return (await database.datasets.register(registration, ACTOR)).version;
}

/** An open review over rows 0 and 2 of a new dataset's version. */
export async function openReview(database: Database, name: string, items?: OpenReview['items']) {
  const version = await registeredVersion(database, name);
  const run = await database.runs.enqueue({ kind: 'find-label-issues', versionId: version.id, seed: 42 }, ACTOR);
  return database.reviews.open(
    {
      runId: run.id,
      versionId: version.id,
      classes: ['setosa', 'virginica'],
      issuesBlob: hash('c'),
      items: items ?? [
        { row: 2, given: 'virginica', suggested: 'setosa', quality: 0.1 },
        { row: 0, given: 'setosa', suggested: 'virginica', quality: 0.3 },
      ],
    },
    ACTOR,
  );
}
