import { DomainError } from '@antidote/tabular';

export interface RequestFault {
  /** Dotted path in the body, the query or the route's parameters; empty for the whole. */
  path: string;
  message: string;
}

/** A request that does not meet its contract: every fault with its path. */
export class InvalidRequest extends DomainError {
  constructor(readonly faults: RequestFault[]) {
    const first = faults[0];
    const where = first?.path ? `${first.path}: ` : '';
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
    super('invalid_argument', `The request is not valid: ${where}${first?.message ?? 'no reason given'}${more}`);
  }
}
