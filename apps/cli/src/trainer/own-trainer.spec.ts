import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareStudy, runTrainerCells, withTrainer, planStudy, reduceStudy, runCells } from '@antidote/robustness';
import type { StudySpec } from '@antidote/contracts';
import { Random, type Table } from '@antidote/tabular';
import { ownTrainer } from './own-trainer.js';

const table = (rowCount: number): Table => {
  const random = new Random(4, 77);
  const codes = Int32Array.from({ length: rowCount }, (_, row) => row % 2);
  return {
    rowCount,
    rowIds: Uint32Array.from({ length: rowCount }, (_, row) => row),
    features: [
      { kind: 'numeric', name: 'x', values: Float64Array.from(codes, (code) => 3 * code + random.uniform()) },
      { kind: 'category', name: 'say, "what"', codes: codes.map(() => random.below(2)), categories: ['k', "l's"] },
    ],
    target: { name: 'label', codes, classes: ['a', 'b'] },
  };
};

/** A trainer in a program of its own: the side of the mean of the training rows' first column. */
const PROGRAM = `
const { readFileSync, writeFileSync } = require('node:fs');
const [train, test, predictions] = process.argv.slice(2);
const rows = (path) => readFileSync(path, 'utf8').trim().split(/\\r?\\n/).slice(1).map((line) => line.split(','));
const lines = rows(train);
const mean = (label) => { const own = lines.filter((l) => l.at(-1) === label).map((l) => +l[0]); return own.reduce((a, b) => a + b, 0) / own.length; };
const [a, b] = [mean('a'), mean('b')];
const says = rows(test).map(([x]) => (Math.abs(x - a) <= Math.abs(x - b) ? 'a' : 'b'));
writeFileSync(predictions, ['row,prediction', ...says.map((label, row) => row + ',' + label)].join('\\n') + '\\n');
`;

const folder = mkdtempSync(join(tmpdir(), 'antidote-program-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let programs = 0;
function program(text: string): string {
  const path = join(folder, `train-${(programs += 1)}.cjs`);
  writeFileSync(path, text);
  return `"${process.execPath}" "${path}" {train} {test} {predictions}`;
}

const options = { timeLimit: 30, parallel: 2 };

describe('own trainer', () => {
  it('trains on a table and predicts another, in a process of its own', async () => {
    const train = ownTrainer(program(PROGRAM), options);
    const rows = table(40);
    expect(await train(rows, rows, 1)).toEqual(rows.target.codes);
  });

  it('is studied on the splits and the poison of the models', async () => {
    const spec: StudySpec = {
      levels: [0, 10],
      models: ['decision-tree'],
      attacks: ['uniform', 'backdoor-out-of-range'],
      seeds: 2,
      seed: 42,
      testShare: 0.3,
    };
    const rows = table(60);
    const prepared = prepareStudy(rows, spec);
    const plan = planStudy(spec);
    const facts = { name: 'x', sha256: '0', rows: 60, features: 2, classes: ['a', 'b'], target: 'label' };
    const models = reduceStudy(
      facts,
      spec,
      plan.map((batch) => runCells(rows, spec, batch, prepared)),
    );
    const train = ownTrainer(program(PROGRAM), options);
    const batches = [];
    for (const batch of plan) batches.push(await runTrainerCells(rows, spec, batch, prepared, train));
    const { ownTrainer: study } = withTrainer(models, batches);
    expect(study!.cells.map(({ attack, level, n }) => `${attack} ${level} ${n}`)).toEqual([
      'uniform 0 2',
      'uniform 10 2',
      'backdoor-out-of-range 0 2',
      'backdoor-out-of-range 10 2',
    ]);
    expect(study!.cells[0]!.mean).toBe(1);
    expect(study!.cells[3]!.attackSuccess!.rates).toHaveLength(2);
    expect(study!.leads.map(({ against }) => against)).toContain('decision-tree');
    expect(study!.sentences.length).toBeGreaterThan(0);
  });

  it('refuses a command without its placeholders', () => {
    expect(() => ownTrainer('python train.py {train}', options)).toThrow('--trainer lacks {test} and {predictions}');
  });

  it.each([
    [
      'process.stderr.write("no such thing"); process.exit(3)',
      'invalid_model',
      'ended with 3. It wrote: no such thing',
    ],
    ['', 'invalid_model', 'wrote no {predictions} file'],
    [`require('node:fs').writeFileSync(process.argv[4], 'said\\na\\n')`, 'invalid_model', 'no column "prediction"'],
    [
      `require('node:fs').writeFileSync(process.argv[4], 'prediction\\na\\n')`,
      'invalid_model',
      'predicted 1 rows of 4',
    ],
    [
      `require('node:fs').writeFileSync(process.argv[4], 'prediction\\na\\nb\\nc\\na\\n')`,
      'invalid_model',
      '"c" for row 2',
    ],
  ])('says what is wrong with %s', async (text, code, message) => {
    const rows = table(4);
    await expect(ownTrainer(program(text), options)(rows, rows, 1)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('ends a trainer whose time is up', async () => {
    const train = ownTrainer(program('setInterval(() => {}, 1000)'), { timeLimit: 1, parallel: 1 });
    const rows = table(4);
    await expect(train(rows, rows, 1)).rejects.toMatchObject({ code: 'limit_exceeded' });
  });
});
