import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BIN, runAntidote } from './cli/run-antidote.js';

const IRIS = fileURLToPath(new URL('../data/iris.csv', import.meta.url));

let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
const antidote = (...args: string[]) => runAntidote(folder, args);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Runs with `--json` and returns the one document on stdout. */
async function document(...args: string[]) {
  const { code, stdout, stderr } = await antidote(...args, '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antidote-commands-'));
  await copyFile(IRIS, at('iris.csv'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes the address of every module that a process loads to its stderr. */
const TELL_MODULES = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  registerHooks({ load: (url, context, next) => (writeSync(2, url + '\\n'), next(url, context)) });
`)}`;

describe('antidote poison', () => {
  it('loads what it needs: of the training library the forests, no schema, no server', async () => {
    const args = ['--import', TELL_MODULES, BIN, 'poison', '--data_path', 'iris.csv', '--percent', '10'];
    const loaded = await text(spawn(process.execPath, args, { cwd: folder }).stderr);
    expect(loaded).toContain('/libs/training/dist/forests.js');
    for (const unwanted of ['/libs/training/dist/index.js', '/libs/contracts/', '/mlflow-js-client/', '/zod/']) {
      expect(loaded).not.toContain(unwanted);
    }
  });

  it.each([
    [5, 8],
    [10, 15],
    [50, 75],
  ])('at %i %% flips exactly %i labels of Iris and leaves every other byte', async (percent, flips) => {
    const { code } = await antidote('poison', '--data_path', 'iris.csv', '--percent', String(percent));
    expect(code).toBe(0);
    const before = (await readFile(IRIS, 'utf8')).split('\n');
    const bytes = await readFile(at(`iris_poisoned_${percent}.csv`));
    const after = bytes.toString().split('\n');
    expect(after.filter((line, i) => line !== before[i])).toHaveLength(flips);
    const cells = (line: string) => line.split(',').slice(0, -1);
    expect(after.map(cells)).toEqual(before.map(cells));
    const manifest = JSON.parse(await readFile(at(`iris_poisoned_${percent}.manifest.json`), 'utf8'));
    expect(manifest.changes).toHaveLength(flips);
    expect(manifest.output.sha256).toBe(sha256(bytes));
  });

  it('gives the same bytes for the same seed, and keeps existing output without --force', async () => {
    const poison = (...more: string[]) => antidote('poison', '--data-path', 'iris.csv', '--percent', '10', ...more);
    await poison('--seed', '7');
    const first = await readFile(at('iris_poisoned_10.csv'));
    const refused = await poison('--seed', '8');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--force');
    expect(await readFile(at('iris_poisoned_10.csv'))).toEqual(first);
    await poison('--seed', '7', '--force');
    expect(await readFile(at('iris_poisoned_10.csv'))).toEqual(first);
    await poison('--seed', '8', '--force');
    expect(await readFile(at('iris_poisoned_10.csv'))).not.toEqual(first);
  });

  it('never writes over its own input', async () => {
    const { code } = await antidote(
      'poison',
      '--data_path',
      'iris.csv',
      '--percent',
      '10',
      '--out',
      'iris.csv',
      '--force',
    );
    expect(code).toBe(2);
    expect(await readFile(at('iris.csv'))).toEqual(await readFile(IRIS));
  });

  it('accepts missing values, blanks around a label and a class with one row, and says so', async () => {
    await writeFile(at('odd.csv'), 'a,b,label\n1,,x\n,q,x\n3,q, x\n4,q,y\n5,q,\n6,r,y\n');
    const { code, stderr } = await antidote('poison', '--data_path', 'odd.csv', '--percent', '40');
    expect(code).toBe(0);
    expect(stderr).toMatch(/blank/);
    expect(stderr).toMatch(/one row|single row|1 row/);
    const after = (await readFile(at('odd_poisoned_40.csv'), 'utf8')).split('\n');
    expect(after[5]).toBe('5,q,');
  });
});

describe('bad input', () => {
  it.each<[string, string | Buffer | null, string[], RegExp]>([
    ['no such file', null, [], /no file bad\.csv/],
    ['an empty file', '', [], /./],
    ['no header', '\n\n', [], /./],
    ['no rows', 'a,label\n', [], /row/],
    ['not UTF-8', Buffer.from('a,label\n1,\xff\xfe\n2,y\n', 'latin1'), [], /byte|offset/],
    ['duplicate headers', 'a,a,label\n1,2,x\n1,3,y\n', [], /"a"/],
    ['a ragged row', 'a,b,label\n1,2,x\n1,y\n', [], /[Ll]ine 3/],
    ['an unknown target', 'a,label\n1,x\n2,y\n', ['--target', 'nope'], /nope/],
    ['one class', 'a,label\n1,x\n2,x\n', [], /class/],
    ['percent over 100', 'a,label\n1,x\n2,y\n', ['--percent', '101'], /between 0 and 100/],
    ['percent below 0', 'a,label\n1,x\n2,y\n', ['--percent', '-1'], /between 0 and 100/],
    ['a folder that is missing', 'a,label\n1,x\n2,y\n3,x\n4,y\n', ['--out', 'nowhere/out.csv'], /nowhere/],
    ['a file where a folder should be', 'a,label\n1,x\n2,y\n3,x\n4,y\n', ['--out', 'bad.csv/out.csv'], /bad\.csv/],
  ])('%s: exit code 2, one clear line, nothing half written', async (_, content, more, message) => {
    if (content !== null) await writeFile(at('bad.csv'), content);
    const before = await readdir(folder);
    const percent = more.includes('--percent') ? [] : ['--percent', '50'];
    const { code, stdout, stderr } = await antidote('poison', '--data_path', 'bad.csv', ...percent, ...more);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^antidote: [^\n]+\n$/);
    expect(await readdir(folder)).toEqual(before);
  });

  it('refuses a folder as a file', async () => {
    const { code, stderr } = await antidote('poison', '--data_path', '.', '--percent', '5');
    expect(code).toBe(2);
    expect(stderr).toContain('folder');
  });

  it.each([
    [['posion'], 'did you mean `antidote poison`?'],
    [['frobnicate'], 'antidote --help'],
    [['data', 'lst'], 'did you mean `antidote data list`?'],
    [['poison', '--data_pth', 'x'], 'did you mean --data_path?'],
    [['train', '--data_path', 'iris.csv', '--model', 'deep-net'], 'decision-tree, random-forest'],
    [['train', '--data_path', 'iris.csv', '--param', 'maxDepht=3'], 'maxDepth'],
    [['train', '--data_path', 'iris.csv', '--param', 'minSamplesLeaf=0'], 'whole number from 1'],
    [['train', '--data_path', 'iris.csv', '--engine', 'gpu'], 'native'],
    [['train', '--data_path', 'iris.csv', '--resample', 'smoothe'], 'smote-tomek'],
    [['train', '--data_path', 'iris.csv', '--threads', '0'], 'between 1 and'],
    [['train', '--data_path', 'iris.csv', '--tracking-uri', 'nowhere'], 'no http or https address'],
    [['train', '--data_path', 'iris.csv', '--reason', 'as it is good'], '--register'],
    [['study', '--data_path', 'iris.csv', '--levels', '0,200'], 'between 0 and 100'],
    [['predict', '--data_path', 'iris.csv', '--model', 'nowhere'], 'nowhere'],
    [['predict', '--data_path', 'iris.csv', '--model', '.'], 'MLmodel'],
  ])('%j is refused with a hint', async (args, hint) => {
    const { code, stderr } = await antidote(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('    at ');
  });

  it('is one JSON document under --json', async () => {
    const { code, stdout } = await antidote('poison', '--data_path', 'none.csv', '--percent', '5', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe('file_not_found');
  });
});

describe('antidote train', () => {
  const poison = () => antidote('poison', '--data_path', 'iris.csv', '--percent', '10');
  const train = (...more: string[]) => antidote('train', '--data_path', 'iris_poisoned_10.csv', ...more);

  it('scores on the original labels while the manifest holds, and says that nothing was logged', async () => {
    await poison();
    const { code, stdout, stderr } = await train('--json');
    expect(code).toBe(0);
    expect(stderr).toContain('not logged to MLflow');
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({
      labelsUsed: 'manifest',
      runName: 'poisoned_10_percent',
      mlflow: null,
      trainRows: 105,
      testRows: 45,
    });
    expect(Object.keys(answer.timings).sort()).toEqual(['binMs', 'fitMs', 'loadMs', 'predictMs']);
    const forest = JSON.parse((await train('--json', '--model', 'random-forest')).stdout);
    expect(forest.metrics.accuracy).toBeGreaterThanOrEqual(answer.metrics.accuracy);
  });

  it('does not use the manifest of a file that changed since, and says so', async () => {
    await poison();
    await writeFile(
      at('iris_poisoned_10.csv'),
      `${await readFile(at('iris_poisoned_10.csv'), 'utf8')}5,3,1,0.2,setosa\n`,
    );
    const { stdout, stderr } = await train('--json');
    expect(stderr).toContain('the manifest is not used');
    expect(JSON.parse(stdout)).toMatchObject({ labelsUsed: 'as-given', runName: 'unverified', poison: null });
  });

  it('scores on a test file where one is given', async () => {
    await poison();
    const { stdout } = await train('--json', '--test_path', 'iris.csv');
    expect(JSON.parse(stdout)).toMatchObject({ labelsUsed: 'test-file', trainRows: 150, testRows: 150 });
  });

  it('trains a grid and keeps the best model', async () => {
    const { stdout } = await antidote(
      'train',
      '--data_path',
      'iris.csv',
      '--param',
      'maxDepth=1,3',
      '--out',
      'model',
      '--json',
    );
    const { grid, metrics } = JSON.parse(stdout);
    expect(grid.map((one: { parameters: { maxDepth: number } }) => one.parameters.maxDepth)).toEqual([1, 3]);
    expect(metrics).toEqual(grid[1].metrics);
  });

  it.each(['extra-trees', 'gradient-boosting', 'logistic-regression'])(
    '%s is trained, kept and predicts',
    async (model) => {
      const { metrics, parameters } = await document(
        'train',
        '--data_path',
        'iris.csv',
        '--model',
        model,
        '--out',
        model,
      );
      expect(metrics.accuracy).toBeGreaterThan(0.85);
      expect(parameters).toHaveProperty('classWeight', 'none');
      const { code, stdout } = await antidote('predict', '--model', model, '--data_path', 'iris.csv');
      expect(code).toBe(0);
      expect(stdout.trimEnd().split('\n')).toHaveLength(151);
    },
  );

  it('k-nearest-neighbors is scored, and cannot be kept as a model folder', async () => {
    const { metrics } = await document('train', '--data_path', 'iris.csv', '--model', 'k-nearest-neighbors');
    expect(metrics.accuracy).toBeGreaterThan(0.9);
    const refused = await train('--model', 'k-nearest-neighbors', '--out', 'model');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('no ONNX form');
  });

  it('gives the same metrics for any number of threads, scores of probabilities among them', async () => {
    const [one, two] = await Promise.all(
      ['1', '2'].map((threads) =>
        document('train', '--data_path', 'iris.csv', '--model', 'random-forest', '--threads', threads),
      ),
    );
    expect(two.metrics).toEqual(one.metrics);
    expect(Object.keys(one.metrics)).toEqual(
      expect.arrayContaining(['accuracy', 'mcc', 'rocAuc', 'logLoss', 'brierScore', 'expectedCalibrationError']),
    );
  });

  it('resamples training rows only, and counts the synthetic ones and their parents', async () => {
    const rows = (await readFile(IRIS, 'utf8')).trimEnd().split('\n');
    const lopsided = rows.filter((line, i) => !line.endsWith('virginica') || i % 3 === 0);
    await writeFile(at('lopsided.csv'), `${lopsided.join('\n')}\n`);
    const plain = await document('train', '--data_path', 'lopsided.csv');
    expect(plain.resampling).toBeNull();
    const { resampling, trainRows, testRows } = await document(
      'train',
      '--data_path',
      'lopsided.csv',
      '--resample',
      'smote',
    );
    expect(testRows).toBe(plain.testRows);
    expect(resampling).toMatchObject({ name: 'smote', removedRows: 0 });
    expect(resampling.addedRows).toBeGreaterThan(10);
    expect(resampling.parentRows).toBeLessThanOrEqual(plain.trainRows);
    expect(trainRows).toBe(plain.trainRows + resampling.addedRows);
  });

  it('keeps result and model when the MLflow server that was named is down: exit code 3', async () => {
    const { code, stdout, stderr } = await antidote(
      'train',
      '--data_path',
      'iris.csv',
      '--tracking-uri',
      'http://127.0.0.1:1',
      '--json',
    );
    expect(code).toBe(3);
    expect(stderr).toContain('not logged to MLflow at http://127.0.0.1:1');
    const { metrics, mlflow, out } = JSON.parse(stdout);
    expect(metrics.accuracy).toBeGreaterThan(0.8);
    expect(mlflow).toBeNull();
    expect(await readdir(join(folder, out))).toContain('MLmodel');
  });

  it('asks for a server where only a server will do: exit code 3', async () => {
    for (const args of [['train', '--data_path', 'iris.csv', '--register', 'iris'], ['status'], ['data', 'list']]) {
      const { code, stderr } = await antidote(...args);
      expect(code).toBe(3);
      expect(stderr).toContain('npm start');
    }
  });
});

describe('antidote predict', () => {
  it('predicts with a kept model folder, which is kept without --force', async () => {
    await antidote('train', '--data_path', 'iris.csv', '--model', 'random-forest', '--out', 'model');
    const { code, stdout } = await antidote('predict', '--model', 'model', '--data_path', 'iris.csv');
    expect(code).toBe(0);
    const [header, first, ...rest] = stdout.trimEnd().split('\n');
    expect(header).toBe('row,prediction,probability_setosa,probability_versicolor,probability_virginica');
    expect(first).toMatch(/^0,setosa,/);
    expect(rest).toHaveLength(149);
    const again = await antidote('train', '--data_path', 'iris.csv', '--out', 'model');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('--force');
  });

  it('names the column that the file lacks', async () => {
    await antidote('train', '--data_path', 'iris.csv', '--out', 'model');
    await writeFile(at('narrow.csv'), 'a,label\n1,x\n');
    const { code, stderr } = await antidote('predict', '--model', 'model', '--data_path', 'narrow.csv');
    expect(code).toBe(2);
    expect(stderr).toContain('petal length (cm)');
  });
});

describe('antidote study', () => {
  it('writes a report, the same bytes every time, and answers cells and a verdict', async () => {
    const study = (out: string) =>
      antidote('study', '--data_path', 'iris.csv', '--levels', '0,10', '--seeds', '5', '--out', out, '--json');
    const { code, stdout } = await study('one');
    expect(code).toBe(0);
    const { cells, verdict } = JSON.parse(stdout);
    expect(cells).toHaveLength(4);
    expect(cells[0]).toMatchObject({ model: 'decision-tree', attack: 'uniform', level: 0, n: 5 });
    expect(verdict.sentence).toContain('10%');
    await study('two');
    for (const file of ['report.json', 'report.html']) {
      expect(await readFile(at('two', file))).toEqual(await readFile(at('one', file)));
    }
    expect((await study('one')).code).toBe(2);
  });

  it('has the means of scikit-learn on the same protocol over 200 seeds, within .02', async () => {
    const means = {
      'decision-tree': { 0: 0.943, 5: 0.888, 10: 0.83, 50: 0.472 },
      'random-forest': { 0: 0.95, 5: 0.941, 10: 0.925, 50: 0.562 },
    };
    const { cells } = await document('study', '--data_path', 'iris.csv', '--levels', '0,5,10,50', '--seeds', '200');
    for (const [model, levels] of Object.entries(means)) {
      for (const [level, mean] of Object.entries(levels)) {
        const cell = cells.find(
          (one: { model: string; level: number }) => one.model === model && one.level === Number(level),
        );
        expect({ model, level, off: Math.abs(cell.mean - mean) > 0.02 }).toEqual({ model, level, off: false });
      }
    }
  });

  it('is the same bytes for any number of threads', async () => {
    // Enough rows x fits that whole seeds are shared out over the threads.
    const levels = Array.from({ length: 15 }, (_, i) => 3 * i).join();
    const given = ['--data_path', 'iris.csv', '--levels', levels, '--seeds', '10'];
    for (const threads of ['1', '3']) {
      expect((await antidote('study', ...given, '--threads', threads, '--out', `threads-${threads}`)).code).toBe(0);
    }
    expect(await readFile(at('threads-3', 'report.json'))).toEqual(await readFile(at('threads-1', 'report.json')));
  });
});

describe('antidote clean', () => {
  it('finds flipped labels and writes the file without the flagged rows', async () => {
    await antidote('poison', '--data_path', 'iris.csv', '--percent', '10');
    const answer = await document(
      'clean',
      '--data_path',
      'iris_poisoned_10.csv',
      '--out',
      'scores.csv',
      '--cleaned',
      'cleaned.csv',
    );
    const flipped = JSON.parse(await readFile(at('iris_poisoned_10.manifest.json'), 'utf8')).changes.map(
      (c: { row: number }) => c.row,
    );
    const found = flipped.filter((row: number) => answer.flaggedRows.includes(row));
    expect(found.length).toBeGreaterThanOrEqual(12);
    const scores = (await readFile(at('scores.csv'), 'utf8')).trimEnd().split('\n');
    expect(scores[0]).toBe('row,label,quality,suggested,flagged');
    expect(scores).toHaveLength(151);
    const cleaned = (await readFile(at('cleaned.csv'), 'utf8')).trimEnd().split('\n');
    expect(cleaned).toHaveLength(151 - answer.flagged);
  });

  it('says what would be missed and whether cleaning helps, by the original labels where a manifest tells them', async () => {
    await antidote('poison', '--data_path', 'iris.csv', '--percent', '20');
    const file = ['clean', '--data_path', 'iris_poisoned_20.csv', '--scorecard', '--counterfactual'];
    const answer = await document(...file, '--report', 'cleaning.html');
    const uniform = answer.scorecard.attacks.find(({ attack }: { attack: string }) => attack === 'uniform');
    expect(uniform.recall.value).toBeGreaterThan(0.5);
    expect(answer.counterfactual).toMatchObject({ labelsUsed: 'manifest', advice: 'clean' });
    const page = await readFile(at('cleaning.html'), 'utf8');
    expect(page).toContain('<h2>What would be missed</h2>');
    expect(page).toContain(answer.counterfactual.sentence);
  });
});

describe('antidote', () => {
  it('lists the commands, and each has a help text', async () => {
    const { code, stdout } = await antidote('--help');
    expect(code).toBe(0);
    const names = [...stdout.matchAll(/^ {2}([a-z]+(?: [a-z]+)?) {2,}/gm)].map((match) => match[1]!);
    expect(names).toEqual(expect.arrayContaining(['poison', 'train', 'model promote']));
    for (const name of names) {
      const help = await antidote(...name.split(' '), '--help');
      expect([name, help.code]).toEqual([name, 0]);
      expect(help.stdout).toContain(`Usage: antidote ${name}`);
    }
  });

  it('tells its version', async () => {
    expect((await antidote('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  // A device of Linux that is always full.
  (existsSync('/dev/full') ? it : it.skip)('says so where nothing takes what it prints', async () => {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [BIN, '--help'], { stdio: ['ignore', full.fd, 'pipe'] });
    const [told, [code]] = await Promise.all([text(child.stderr!), once(child, 'close')]);
    await full.close();
    expect({ code, told }).toEqual({ code: 2, told: expect.stringMatching(/standard output cannot be written/) });
  });
});
