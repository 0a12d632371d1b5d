import { describe, expect, it } from '@jest/globals';
import { ApiProblem, problemOf, problemWords, runProblem, unreachable } from './api-problem.js';

const ragged = {
  type: 'about:blank',
  title: 'Unprocessable Entity',
  status: 422,
  code: 'ragged_row' as const,
  detail: 'Line 3 has 2 cells, the header has 3; give every row 3 cells.',
};

describe('problems', () => {
  it('heads a problem with what happened, not with the name of a status', () => {
    expect(problemWords(ragged)).toEqual({ heading: ragged.detail, detail: null });
    expect(problemWords({ ...ragged, title: 'The file has a ragged row' })).toEqual({
      heading: 'The file has a ragged row',
      detail: ragged.detail,
    });
    expect(problemWords({ ...ragged, detail: '' })).toEqual({ heading: 'Unprocessable Entity', detail: null });
  });

  it('keeps problem+json as it came and makes one where there is none', () => {
    expect(problemOf(422, ragged)).toBe(ragged);
    expect(problemOf(502, '<html>bad gateway</html>')).toMatchObject({ status: 502, code: 'defect' });
  });

  it('tells a run that failed with its own code', () => {
    const failed = runProblem({ code: 'too_few_rows', message: 'There are 3 rows.' });
    expect([failed.code, failed.message, failed.unreachable]).toEqual(['too_few_rows', 'There are 3 rows.', false]);
  });

  it('knows a missing answer from a refusal', () => {
    expect(unreachable(new TypeError('fetch failed')).unreachable).toBe(true);
    expect(new ApiProblem(ragged).unreachable).toBe(false);
  });
});
