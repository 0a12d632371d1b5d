import { expect, it } from '@jest/globals';
import { auditCsvLine } from './audit-csv.js';

it('quotes what CSV wants quoted, and takes the sting out of formulas', () => {
  const event = {
    id: 'id',
    at: '2026-11-21T10:00:00.000Z',
    actor: '+ada',
    actorId: null,
    via: null,
    action: '@x',
    subject: 'a,b',
    subjectId: 'id2',
    details: { name: '=1+1' },
    before: null,
    after: null,
  };
  expect(auditCsvLine(event)).toBe(`2026-11-21T10:00:00.000Z,'+ada,,,'@x,"a,b",id2,"{""name"":""=1+1""}",,,id\r\n`);
});
