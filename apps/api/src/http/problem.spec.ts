import { ForbiddenException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@antidote/tabular';
import { InvalidRequest } from './invalid-request.js';
import { toProblem } from './problem.js';

describe('toProblem', () => {
  it('shows a refusal with its status, code and details', () => {
    const error = new DomainError('conflict', 'another promotion is under way', { promotionId: 'p' });
    expect(toProblem(error, 256 * 1024 * 1024)).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'conflict',
      detail: 'another promotion is under way',
      details: { promotionId: 'p' },
    });
  });

  it('lists what is wrong with a request', () => {
    const error = new InvalidRequest([{ path: 'spec.percent', message: 'too big' }]);
    expect(toProblem(error, 256 * 1024 * 1024)).toMatchObject({
      status: 400,
      errors: [{ path: 'spec.percent', message: 'too big' }],
    });
  });

  it('shows nothing of a defect', () => {
    for (const error of [
      new Error('password=secret'),
      'text',
      null,
      Object.assign(new Error('secret'), { statusCode: 500 }),
    ]) {
      const problem = toProblem(error, 256 * 1024 * 1024);
      expect(problem).toMatchObject({ status: 500, code: 'defect' });
      expect(JSON.stringify(problem)).not.toContain('secret');
    }
  });

  it('keeps the framework’s status, with our codes', () => {
    expect(toProblem(new ForbiddenException('no'), 256 * 1024 * 1024)).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    expect(toProblem(Object.assign(new Error('big'), { statusCode: 413 }), 256 * 1024 * 1024).detail).toContain(
      '256 MiB',
    );
  });
});
