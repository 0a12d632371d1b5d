import { describe, expect, it } from '@jest/globals';
import { auditDetails } from './audit-details.js';

describe('the details of a deed', () => {
  it('say what changed first, and nothing of what stayed', () => {
    const event = {
      details: { login: 'ada' },
      before: { name: 'Ada', role: 'viewer', disabled: false },
      after: { name: 'Ada', role: 'data', disabled: false },
    };
    expect(auditDetails(event)).toBe('role: viewer to data · login ada');
  });

  it('say what a new thing is', () => {
    const event = { details: { login: 'ada' }, before: null, after: { login: 'ada', role: 'data' } };
    expect(auditDetails(event)).toBe('login: ada · role: data');
  });

  it('leave out what is not there, and write lists as JSON', () => {
    expect(auditDetails({ details: { label: null, scopes: ['run:read'] }, before: null, after: null })).toBe(
      'scopes ["run:read"]',
    );
  });
});
