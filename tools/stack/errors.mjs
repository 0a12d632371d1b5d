/** An address given by the user that does not answer; exit code 3. */
export class UnreachableError extends Error {}

/** A part that failed again and again; exit code 70. */
export class PartFailedError extends Error {}

/** Asked to end: Ctrl-C, SIGTERM, SIGHUP. */
export class StopRequest extends Error {
  constructor(signalName) {
    super(`stopped by ${signalName}`);
  }
}
