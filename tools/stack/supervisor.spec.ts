import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PartFailedError } from './errors.mjs';
import { waitUntil } from './http.mjs';
import { processState } from './process-state.mjs';
import { endOrphans, readStack, writeStack } from './stack-file.mjs';
import { Supervisor } from './supervisor.mjs';

let home: string;
let supervisor: Supervisor;
let lines: string[];
let failure: Error | null;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'antidote-supervisor-'));
  lines = [];
  failure = null;
  supervisor = new Supervisor({
    stackFile: join(home, 'stack.json'),
    logs: home,
    line: (text: string) => lines.push(text),
    giveUp: (error: Error) => (failure = error),
    backOffMs: [10, 10, 10, 10],
  });
});

afterEach(async () => {
  await supervisor.stop();
  await rm(home, { recursive: true, force: true });
});

const part = (code: string, more = {}) => ({
  part: 'part',
  command: process.execPath,
  args: ['-e', code],
  options: { env: {} },
  address: null,
  ...more,
});
const IDLE = "console.log('up'); setInterval(() => {}, 1000)";
const logged = (text: string) => async () => (await readFile(join(home, 'part.log'), 'utf8')).includes(text);
const until = (check: () => unknown) => waitUntil(check, { what: 'the test', limitMs: 120_000 });
const recordedPid = async () => (await readStack(join(home, 'stack.json'))).parts[0].pid;

test('starts a part, writes it down for its owner alone, and leaves nothing when stopped', async () => {
  await supervisor.start(part(IDLE), { check: logged('up') });
  const pid = await recordedPid();
  expect(processState(pid)).not.toBeNull();
  expect((await stat(join(home, 'stack.json'))).mode & 0o777).toBe(0o600);
  await supervisor.stop();
  expect(processState(pid)).toBeNull();
  expect(existsSync(join(home, 'stack.json'))).toBe(false);
});

test('starts a part again that was killed', async () => {
  await supervisor.start(part(IDLE), { check: logged('up') });
  const pid = await recordedPid();
  process.kill(pid, 'SIGKILL');
  await until(async () => (await recordedPid()) !== pid);
  expect(processState(await recordedPid())).not.toBeNull();
  expect(lines).toEqual([expect.stringContaining('part ended with SIGKILL')]);
});

test('gives up after five failures within a minute, naming the part and its log', async () => {
  await supervisor.start(part('process.exit(7)'), { check: () => true });
  await until(() => failure !== null);
  expect(failure).toBeInstanceOf(PartFailedError);
  expect(failure?.message).toBe(
    `part failed 5 times within a minute, last with code 7; its log is ${join(home, 'part.log')}`,
  );
  expect(lines).toHaveLength(4);
});

test('a program that is not there fails like one that crashes', async () => {
  await supervisor.start(part('', { command: join(home, 'missing') }), { check: () => true }).catch(() => undefined);
  await until(() => failure !== null);
  expect(failure?.message).toContain('ENOENT');
});

test('ends children of a part with it, and what ignores SIGTERM', async () => {
  const child = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('child ' + process.pid)";
  await supervisor.start(
    part(`require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' })`),
    { check: logged('child') },
  );
  const pid = Number(/child (\d+)/.exec(await readFile(join(home, 'part.log'), 'utf8'))?.[1]);
  expect(processState(pid)).not.toBeNull();
  await supervisor.stop();
  expect(processState(pid)).toBeNull();
});

test('what a killed supervisor left behind is ended by the next start, and only that', async () => {
  await supervisor.start(part(IDLE), { check: logged('up') });
  const stack = await readStack(join(home, 'stack.json'));
  const another = { ...stack.parts[0], part: 'another', pid: process.pid, startTime: 'not ours' };
  const left = join(home, 'left.json');
  await writeStack(left, { ...stack, parts: [...stack.parts, another] });
  expect(await endOrphans(left)).toEqual(['part']);
  expect(existsSync(left)).toBe(false);
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('a child that outlived its killed part is ended by the next start', async () => {
  const child = "console.log('child ' + process.pid); setInterval(() => {}, 1000)";
  await supervisor.start(
    part(`require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' })`),
    { check: logged('child') },
  );
  const pid = Number(/child (\d+)/.exec(await readFile(join(home, 'part.log'), 'utf8'))?.[1]);
  const stack = await readStack(join(home, 'stack.json'));
  const left = join(home, 'left.json');
  // The supervisor lives on here and would clean up itself: the record is that of a part whose process is gone.
  await writeStack(left, { ...stack, parts: [{ ...stack.parts[0], startTime: 'gone' }] });
  expect(await endOrphans(left)).toEqual(['part']);
  expect(processState(pid)).toBeNull();
});
