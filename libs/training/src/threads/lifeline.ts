import { DomainError } from '@antidote/tabular';
import { MessageChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';

const CHECK_EVERY_MS = 100;

/**
 * Tells whether a thread still lives to one that blocks on it: its `exit` event needs the event loop, which does not
 * turn meanwhile. The thread holds `far` and never uses it; with the thread its end of the channel goes, which is seen
 * at `near` at once. A thread that runs out of memory dies so, without another word.
 */
export class Lifeline {
  private readonly near: MessagePort;
  /** To be given to the thread in `workerData` and `transferList`. */
  readonly far: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.near = port1;
    this.far = port2;
    this.near.unref();
  }

  isAlive(): boolean {
    // Has the near port take notice that the far one closed, if it did.
    receiveMessageOnPort(this.near);
    // A closed port cannot be transferred, which is found before the message is read; an open one stays, as reading the
    // message fails.
    let isOpen = false;
    const message = {
      get content() {
        isOpen = true;
        throw new Error('never sent');
      },
    };
    const { port1 } = new MessageChannel();
    try {
      port1.postMessage(message, [this.near]);
    } catch {
      return isOpen;
    } finally {
      port1.close();
    }
    return false;
  }

  /**
   * Blocks while `words[index]` is `value`, which the thread is to change.
   * @throws DomainError `limit_exceeded` when the thread has ended without doing so
   */
  waitWhile(words: Int32Array<SharedArrayBuffer>, index: number, value: number): void {
    while (Atomics.load(words, index) === value) {
      if (Atomics.wait(words, index, value, CHECK_EVERY_MS) !== 'timed-out' || this.isAlive()) continue;
      if (Atomics.load(words, index) !== value) return;
      throw new DomainError(
        'limit_exceeded',
        'A computing thread ended before its work was done, most likely out of memory; use fewer threads, fewer or shallower trees, or fewer rows.',
      );
    }
  }
}
