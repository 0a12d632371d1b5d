import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runAntidote } from './cli/run-antidote.js';

let folder: string;
const antidote = (...args: string[]) => runAntidote(folder, args);
const rows = async (...parts: string[]) => (await readFile(join(folder, ...parts), 'utf8')).trimEnd().split('\n');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antidote-examples-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('antidote example', () => {
  it('life-cycle: shows each command, runs it, and passes over the registry where there is no server', async () => {
    const { code, stdout, stderr } = await antidote('example', 'life-cycle', '--json');
    expect(code).toBe(0);
    const { steps } = JSON.parse(stdout);
    expect(steps).toHaveLength(7);
    for (const { command } of steps) expect(stderr).toContain(`$ ${command}\n`);
    expect(steps[6].skipped).toContain('the local stack is not up');
    const balanced = steps.slice(1, 5).map((step: { result: { metrics: { balancedAccuracy: number } } }) => {
      return step.result.metrics.balancedAccuracy;
    });
    // What the example is there to show: resampling finds more of the rare class than anything before it.
    expect(balanced[3]).toBeGreaterThan(Math.max(...balanced.slice(0, 3)));
    expect(await rows('antidote-life-cycle', 'predictions.csv')).toHaveLength(2001);

    const again = await antidote('example', 'life-cycle');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('--force');
    const forced = JSON.parse((await antidote('example', 'life-cycle', '--force', '--json')).stdout);
    expect(forced.steps[4].result.metrics).toEqual(steps[4].result.metrics);
  });

  it('iris: poisons, trains, studies and predicts', async () => {
    const { code, stdout } = await antidote('example', 'iris', '--out', 'here', '--json');
    expect(code).toBe(0);
    const { steps } = JSON.parse(stdout);
    expect(steps.map((step: { exitCode: number }) => step.exitCode)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(steps[0].result).toMatchObject({ flipped: 15, rows: 150 });
    expect(steps[4].result.grid).toHaveLength(3);
    expect(await rows('here', 'predictions.csv')).toHaveLength(151);
  });

  it('task: the shares and the seed that were asked for, and limits by name', async () => {
    const args = ['example', 'task', '--rows', '500', '--minority', '4', '--flipped', '0'];
    const { stdout } = await antidote(...args, '--out', 'a.csv', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ rows: 500, features: 20, classes: { 0: 480, 1: 20 } });
    await antidote(...args, '--out', 'b.csv');
    expect(await rows('b.csv')).toEqual(await rows('a.csv'));
    const refused = await antidote('example', 'task', '--out', 'c.csv', '--features', '4', '--informative', '5');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('nFeatures of at least 5');
  });
});
