import { describe, expect, it } from '@jest/globals';
import type { Model, Policy, Review, Run, StudyLoss, Version, VersionKind } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { gatherEvidence } from './gather-evidence.js';

const hash = (digit: string) => digit.repeat(64);

/** A version of each kind, each derived from the one before; `model` was trained on the original. */
const KINDS: VersionKind[] = ['original', 'poisoned', 'cleaned'];
const lineageOf = (id: string) =>
  KINDS.slice(0, KINDS.indexOf(id as VersionKind) + 1)
    .map((kind) => ({ id: kind, kind, parentId: null }) as unknown as Version)
    .reverse();

const policy: Policy = {
  formatVersion: 1,
  name: 'loss',
  aliases: ['staging'],
  approvals: 2,
  rules: [{ rule: 'accuracy-lost', level: 10, atMostPoints: 5, minSeeds: 5 }],
};

const model = {
  id: 'm',
  versionId: 'original',
  dataset: 'iris',
  kind: 'decision-tree',
  metrics: { accuracy: 0.95 },
  accuracyInterval: [0.9, 0.98],
} as unknown as Model;

interface Study {
  version: VersionKind;
  levels: number[];
  seeds?: number;
  /** Points lost at 10 %. */
  points: number;
}

function report({ levels, points, seeds = 10 }: Study): Uint8Array {
  const loss: StudyLoss = {
    model: 'decision-tree',
    attack: 'uniform',
    level: 10,
    loss: { points: { value: points, low: points - 1, high: points + 1 }, shown: true },
  };
  return Buffer.from(
    JSON.stringify({
      formatVersion: 1,
      dataset: { name: 'iris', sha256: hash('a'), rows: 150, features: 4, classes: ['a', 'b'], target: 'label' },
      spec: { levels, models: ['decision-tree'], attacks: ['uniform'], seeds, seed: 42, testShare: 0.3 },
      trainRows: 105,
      testRows: 45,
      fits: 20,
      labelsUsed: 'as-given',
      majorityAccuracy: 0.5,
      cells: [],
      losses: [loss],
      leads: [],
      verdict: { sentence: '', reasons: [], limits: [] },
      warnings: [],
    }),
  );
}

/** The study that the gate reads of these, the newest first. */
async function studyRead(studies: Study[]) {
  const database = {
    versions: { lineage: async (id: string) => lineageOf(id) },
    runs: {
      list: async () => ({
        items: studies.map(({ version }, index) => ({ id: String(index), inputVersionId: version }) as unknown as Run),
        next: null,
      }),
      reportBlob: async (id: string) => id,
    },
    recalls: { inForceOn: async () => [] },
    validations: { quarantineOf: async () => null },
    reviews: { list: async () => ({ items: [] as Review[], next: null }) },
  } as unknown as Database;
  const blobs = { get: async (id: string) => report(studies[Number(id)]!) } as unknown as BlobStore;
  return (await gatherEvidence(database, blobs, policy, model)).study;
}

/** The scorecard that the gate reads of these searches, the newest first. */
async function scorecardRead(searches: { version: VersionKind; scorecard?: object }[], modelOn = 'original') {
  const detection = ({ scorecard }: { scorecard?: object }) => ({
    formatVersion: 1,
    rows: 150,
    labelled: 150,
    target: 'label',
    classes: ['a', 'b'],
    seed: 1,
    listed: 0,
    detectors: [],
    families: [],
    overlap: [],
    noiseMatrix: [],
    estimatedErrors: 0,
    errorsLeft: [],
    doubt: null,
    warnings: [],
    ...(scorecard && { scorecard }),
  });
  const database = {
    versions: { lineage: async (id: string) => lineageOf(id) },
    runs: {
      list: async () => ({
        items: searches.map(({ version }, i) => ({ id: String(i), inputVersionId: version }) as unknown as Run),
        next: null,
      }),
      reportBlob: async (id: string) => id,
    },
    recalls: { inForceOn: async () => [] },
    validations: { quarantineOf: async () => null },
    reviews: { list: async () => ({ items: [] as Review[], next: null }) },
  } as unknown as Database;
  const blobs = {
    get: async (id: string) => Buffer.from(JSON.stringify(detection(searches[Number(id)]!))),
  } as unknown as BlobStore;
  const asks: Policy = { ...policy, rules: [{ rule: 'poison-seen', attacks: ['uniform'], atLeast: 0.5 }] };
  return (await gatherEvidence(database, blobs, asks, { ...model, versionId: modelOn })).scorecard;
}

describe('the scorecard that a gate reads', () => {
  const row = (attack: string, value: number) => ({
    attack,
    family: 'label',
    planted: 10,
    recall: { value, low: 0, high: 1 },
    sights: [],
    notPlanted: null,
  });
  const card = (value: number) => ({
    percent: 5,
    repeats: 3,
    rows: 150,
    seed: 1,
    detectors: [],
    attacks: [row('uniform', value), row('region', 0.1)],
  });

  it('is the newest on the training rows or on those they come from, for the attacks that are asked for', async () => {
    const read = await scorecardRead([
      { version: 'poisoned', scorecard: card(0.9) },
      { version: 'original' },
      { version: 'original', scorecard: card(0.7) },
      { version: 'original', scorecard: card(0.6) },
    ]);
    expect(read).toEqual({ runId: '2', attacks: [{ attack: 'uniform', recall: { value: 0.7, low: 0, high: 1 } }] });
    expect((await scorecardRead([{ version: 'original', scorecard: card(0.7) }], 'cleaned'))?.runId).toBe('0');
    expect(await scorecardRead([{ version: 'original' }])).toBeNull();
  });
});

const whole: Study = { version: 'original', levels: [0, 10], points: 11 };

describe('the study that a gate reads', () => {
  it('is the newest that holds the level of the policy', async () => {
    expect(await studyRead([{ ...whole, points: 4 }, whole])).toMatchObject({ runId: '0', points: 4 });
    expect(await studyRead([])).toBeNull();
  });

  it('is none that measured its losses against another level than 0', async () => {
    const flattering: Study = { version: 'original', levels: [9, 10], points: 1 };
    expect(await studyRead([flattering])).toBeNull();
    expect(await studyRead([flattering, whole])).toMatchObject({ runId: '1', points: 11 });
  });

  it('is none of a poisoned version, where little is left to lose', async () => {
    const flattering: Study = { version: 'poisoned', levels: [0, 10], points: 2 };
    expect(await studyRead([flattering])).toBeNull();
    expect(await studyRead([flattering, whole])).toMatchObject({ runId: '1', points: 11 });
    expect(await studyRead([{ ...whole, version: 'cleaned' }])).toMatchObject({ points: 11 });
  });

  it('is none of fewer seeds than the policy wants', async () => {
    expect(await studyRead([{ ...whole, seeds: 4, points: 1 }, whole])).toMatchObject({ runId: '1', points: 11 });
  });
});
