import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { accessTable } from './access-table.js';
import { CAPABILITIES, capabilitiesOf, mayDo, ROLES } from './access.js';

describe('roles and capabilities', () => {
  it('an admin may do everything, a viewer changes nothing but their own account', () => {
    expect(capabilitiesOf('admin')).toEqual(CAPABILITIES);
    expect(capabilitiesOf('viewer').filter((capability) => !capability.endsWith(':read'))).toEqual(['account:own']);
  });

  it('who decides on labels does not ask for promotions, but the admin', () => {
    const both = ROLES.filter((role) => mayDo(role, 'review:decide') && mayDo(role, 'promotion:request'));
    expect(both).toEqual(['admin']);
  });

  it('every role reads what a viewer reads', () => {
    for (const role of ROLES) expect(capabilitiesOf(role)).toEqual(expect.arrayContaining(capabilitiesOf('viewer')));
  });

  it('the guide shows this table (else run node tools/generate-access-table.mjs)', async () => {
    const guide = await readFile(new URL('../../../docs/guides/people.md', import.meta.url), 'utf8');
    expect(guide).toContain(`\n${accessTable()}\n`);
  });
});
