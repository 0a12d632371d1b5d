import { describe, expect, test } from '@jest/globals';
import { failedAnswer } from './failed-answer.js';

const headers = (values: Record<string, string> = {}) => ({ get: (name: string) => values[name] ?? null });

describe('failedAnswer', () => {
  test("takes code and message from MLflow's JSON", () => {
    const body = '{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "Run with id=x not found"}';
    const error = failedAnswer('GET runs/get', 404, body, headers());
    expect(error).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST', status: 404, retryable: false });
    expect(error.message).toBe('MLflow refused GET runs/get with 404: Run with id=x not found');
  });

  test('takes the title of a web page, and plain text as it is', () => {
    const page = '<!doctype html><html><title>404 Not Found</title><p>The requested URL</p></html>';
    expect(failedAnswer('GET x', 404, page, headers())).toMatchObject({ code: 'HTTP_404' });
    expect(failedAnswer('GET x', 404, page, headers()).message).toContain('404 Not Found');
    expect(failedAnswer('GET x', 403, 'Invalid Host header', headers()).message).toContain('Invalid Host header');
    expect(failedAnswer('GET x', 500, '', headers()).message).toContain('no message');
  });

  test('an exhausted pool is transient though it comes as 400; other 400s are not', () => {
    const pool = { error_code: 'BAD_REQUEST', message: 'QueuePool limit of size 5 overflow 10 reached' };
    expect(failedAnswer('POST x', 400, JSON.stringify(pool), headers()).retryable).toBe(true);
    expect(failedAnswer('POST x', 400, '{"error_code":"BAD_REQUEST","message":"no"}', headers()).retryable).toBe(false);
  });

  test.each([408, 425, 429, 500, 502, 503, 504])('%i may be repeated', (status) => {
    expect(failedAnswer('GET x', status, '', headers()).retryable).toBe(true);
  });

  test('says what to do about a login and a redirect, and reads Retry-After', () => {
    expect(failedAnswer('GET x', 401, 'no', headers()).message).toContain('user name and password');
    expect(failedAnswer('GET x', 302, '', headers({ location: '/login' })).message).toContain('redirects to /login');
    expect(failedAnswer('GET x', 503, '', headers({ 'retry-after': '2' })).retryAfterMs).toBe(2000);
    expect(failedAnswer('GET x', 503, '', headers()).retryAfterMs).toBeUndefined();
  });
});
