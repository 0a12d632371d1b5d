/** What a process id really stands for now: ids are used again, and a zombie is as good as dead. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

function fromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may hold blanks and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, , group] = fields;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, state, group: Number(group), startTime: fields[19], command };
  } catch {
    return null;
  }
}

function fromPs(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,pgid=,lstart=,args=', '-p', String(pid)], { encoding: 'utf8' });
  const found = /^\s*(\S)\S*\s+(\d+)\s+(\w+\s+\w+\s+\d+\s+\S+\s+\d+)\s+(.*)$/m.exec(stdout ?? '');
  return found && { pid, state: found[1], group: Number(found[2]), startTime: found[3], command: found[4] };
}

/** The living process of this id: `{ pid, group, startTime, command }`; null when there is none or only a zombie. */
export function processState(pid) {
  const found = process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  return found === null || found.state === 'Z' || found.state === 'X' ? null : found;
}

/** Whether `recorded` ({ pid, startTime }) still runs: the same process, not another one with its id. */
export function stillRuns(recorded) {
  const now = processState(recorded.pid);
  return now !== null && now.startTime === recorded.startTime;
}

/**
 * Whether children of `recorded` ({ pid, log }) outlived it: living processes of its group that still write to its log.
 * The log tells them from a group that got the same id later. Known on Linux only.
 */
export function childrenOutlive({ pid, log }) {
  if (process.platform !== 'linux') return false;
  return membersOf(pid).some((member) => {
    try {
      return readlinkSync(`/proc/${member}/fd/1`) === log;
    } catch {
      return false;
    }
  });
}

/** The living processes of a group; Linux only. */
function membersOf(group) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && processState(name)?.group === group);
}

function groupLives(group) {
  try {
    process.kill(-group, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  // Only zombies may be left, which nobody may ever collect where process 1 is no init.
  return membersOf(group).length > 0;
}

export function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Sends `signal` to a process group, waits until nothing of it lives, and kills what is left after `graceMs`. */
export async function endGroup(group, { signal = 'SIGTERM', graceMs = 5000 } = {}) {
  signalGroup(group, signal);
  const deadline = performance.now() + graceMs;
  for (let pause = 5; groupLives(group); pause = Math.min(pause * 2, 100)) {
    if (performance.now() > deadline) signalGroup(group, 'SIGKILL');
    if (performance.now() > deadline + 5000) throw new Error(`process group ${group} does not end`);
    await wait(pause);
  }
}
