import { StandardSchemaValidationPipe } from '@nestjs/common';
import { InvalidRequest } from './invalid-request.js';

const MOST_ISSUES = 20;

/** Nest's own Standard Schema pipe; a request that breaks its contract becomes one problem with a path for each fault. */
export class ContractValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues) =>
        new InvalidRequest(
          issues.slice(0, MOST_ISSUES).map((issue) => ({
            path: (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.'),
            message: issue.message,
          })),
        ),
    });
  }

  /**
   * Nothing to strip: the JSON parser refuses `__proto__` and `constructor.prototype`, and the schemas are strict.
   * Removing keys silently would turn a data column called `constructor` into missing values.
   */
  protected override stripProtoKeys(): void {}
}
