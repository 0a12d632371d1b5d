/** The lab on files: a page on a file, and what is refused before any work starts. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runAntidote } from './cli/run-antidote.js';

const IRIS = fileURLToPath(new URL('../data/iris.csv', import.meta.url));

let folder: string;
const antidote = (...args: string[]) => runAntidote(folder, args);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antidote-lab-'));
  await copyFile(IRIS, join(folder, 'iris.csv'));
  const words = Array.from({ length: 40 }, (_, row) => `${row % 3 ? 'p' : 'q'},${row % 4},${row % 2 ? 'yes' : 'no'}`);
  await writeFile(
    join(folder, 'words.csv'),
    `kind,n,label\n${words.map((line) => line.replace(/,\d,/, ',w,')).join('\n')}\n`,
  );
  await writeFile(join(folder, 'one.csv'), 'x,label\n1,a\n2,a\n3,a\n4,a\n');
  await writeFile(join(folder, 'unknown.yaml'), 'attack: uniform\npercent: 5\nsedes: 3\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('antidote check', () => {
  it('looks at a file from all sides on one page, and writes nothing', async () => {
    const before = await readdir(folder);
    const { code, stdout } = await antidote('check', 'iris.csv');
    expect(code).toBe(0);
    const told = [
      /^150 rows, 4 features, 3 classes/,
      /duplicates \(info\): 1 row .* repeats an earlier row/,
      /conflicts: none/,
      /leakage: none/,
      /LABELS: \d+ look wrong/,
      /UNDER POISON/,
      /COST TO BREAK: \d+ poisoned rows/,
      /WHAT TO DO NEXT\n {2}1\. /,
    ];
    for (const part of told) expect(stdout).toMatch(part);
    expect(stdout.split('\n').length).toBeLessThan(60);
    expect(await readdir(folder)).toEqual(before);
    const again = await antidote('check', 'iris.csv');
    expect(again.stdout).toBe(stdout);
  });

  it('writes the page as HTML, and refuses before any work what it could not write', async () => {
    expect((await antidote('check', 'iris.csv', '--report', 'check.html')).code).toBe(0);
    const page = await readFile(join(folder, 'check.html'), 'utf8');
    expect(page).toContain('Can one train on <em>iris.csv</em>?');
    expect(page).not.toMatch(/<script|src=|href=|url\(/i);
    const refused = async (...command: string[]) => {
      const { code, stderr } = await antidote(...command);
      expect({ code, worked: /seeds|check: |attempts/.test(stderr) }).toEqual({ code: 2, worked: false });
      return stderr;
    };
    expect(await refused('check', 'iris.csv', '--report', 'check.html')).toMatch(/check\.html exists.*--force/s);
    expect(await refused('check', 'iris.csv', '--report', 'check.pdf')).toMatch(/ends in \.html or \.json/);
    expect(await refused('check', 'iris.csv', '--report', 'no/check.html')).toMatch(/folder does not exist/);
    await mkdir(join(folder, 'full'));
    await writeFile(join(folder, 'full', 'report.json'), 'mine');
    expect(await refused('study', '--data_path', 'iris.csv', '--out', 'full')).toMatch(/report\.json exists/);
    const split = ['--data_path', 'iris.csv', '--test_path', 'iris.csv', '--out', 'check.html'];
    expect(await refused('break', ...split, '--below', '0.8')).toMatch(/check\.html exists/);
    expect(await refused('certify', ...split)).toMatch(/check\.html exists/);
  });

  it('says that a file of one class tells nothing', async () => {
    const { code, stderr } = await antidote('check', 'one.csv');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('"label"') });
  });
});

describe('antidote study of several datasets', () => {
  const both = ['--data_path', 'iris.csv', '--data_path', 'words.csv'];

  it('tells what they say together, then each by itself; the same bytes again', async () => {
    const how = ['--levels', '0,10', '--seeds', '5'];
    const { code, stdout } = await antidote('study', ...both, ...how, '--out', 'both');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^IRIS\n.*\nWORDS\n.*\nALL 2 DATASETS\nAt 10% random flips the tree loses on \d of 2/s);
    const bytes = await readFile(join(folder, 'both', 'report.json'), 'utf8');
    const { across, studies } = JSON.parse(bytes);
    expect(across.datasets.map(({ name }: { name: string }) => name)).toEqual(['iris', 'words']);
    const alone = await antidote('study', '--data_path', 'iris.csv', ...how, '--json');
    const { mlflow: _, ...iris } = JSON.parse(alone.stdout);
    expect(studies[0]).toEqual(iris);
    expect(await readFile(join(folder, 'both', 'report.html'), 'utf8')).toContain('<h2>words</h2>');
    await antidote('study', ...both, ...how, '--out', 'both', '--force', '--threads', '1');
    expect(await readFile(join(folder, 'both', 'report.json'), 'utf8')).toBe(bytes);
  });

  it('refuses, before the first is studied, what one of them does not allow, naming it', async () => {
    const attack = ['--attacks', 'backdoor-out-of-range', '--levels', '0,5'];
    const { code, stderr } = await antidote('study', ...both, ...attack, '--out', 'none');
    expect({ code, worked: stderr.includes('seeds') }).toEqual({ code: 2, worked: false });
    expect(stderr).toMatch(/words\.csv: .*numeric column/s);
    expect(await readdir(folder)).not.toContain('none');
    const test = await antidote('study', ...both, '--test_path', 'iris.csv');
    expect([test.code, test.stderr]).toEqual([2, expect.stringContaining('leave it out, or study them one by one')]);
  });
});

describe('the lab refuses before any work starts', () => {
  it.each([
    [
      'a budget above the rows',
      'poison --data_path iris.csv --rows 500',
      /--rows 500 is more than the 150 labelled rows/,
    ],
    [
      'a budget above the rows of a class',
      'poison --data_path iris.csv --attack targeted --percent 50',
      /75 rows of the class .* are to be flipped, but there are 50; lower the budget/,
    ],
    [
      'an attack that needs numbers where there are none',
      'poison --data_path words.csv --attack backdoor-out-of-range --percent 5',
      /needs a numeric column with at least two different values/,
    ],
    [
      'an attack that needs sources where there are none',
      'study --data_path iris.csv --attacks bad-source',
      /--source/,
    ],
    ['one class', 'study --data_path one.csv', /class/],
    ['a spec with unknown keys', 'poison --data_path iris.csv --spec unknown.yaml', /sedes/],
    ['an unknown model', 'study --data_path iris.csv --models oracle', /oracle.*decision-tree/s],
    [
      'an unknown attack',
      'break --data_path iris.csv --test_path iris.csv --below .9 --attacks magic',
      /magic.*uniform/s,
    ],
    ['a level above 100', 'study --data_path iris.csv --levels 0,150', /150/],
    [
      'more parts than rows',
      'certify --data_path iris.csv --test_path iris.csv --parts 200',
      /150 labelled rows cannot fill 200 parts/,
    ],
    ['a trainer without its places', 'study --data_path iris.csv --trainer run', /--trainer lacks \{train\}/],
  ])('%s', async (_, line, message) => {
    const { code, stderr } = await antidote(...line.split(' '));
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  it('says of a level that rounds to nothing', async () => {
    const poison = await antidote('poison', '--data_path', 'iris.csv', '--percent', '0.1', '--out', 'none.csv');
    expect(poison).toMatchObject({ code: 0, stderr: expect.stringContaining('0.1% of 150 rows rounds to none') });
    const study = await antidote('study', '--data_path', 'iris.csv', '--levels', '0,0.1', '--seeds', '2');
    expect(study.stderr).toContain('0.1% of 105 training rows rounds to none: nothing is poisoned at that level.');
  });
});
