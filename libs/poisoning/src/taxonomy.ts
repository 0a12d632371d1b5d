import type { AttackTaxonomy } from './attack.js';

/** Version of the catalogue that the technique ids are taken from. */
export const ATLAS_VERSION = '5.1';

const OWASP = 'ML02:2023 Data Poisoning Attack';

/** Changed labels or rows that make the model worse everywhere or in a region. */
export const availability = (paper: string): AttackTaxonomy => ({
  atlas: 'AML.T0020',
  owasp: OWASP,
  nist: 'NISTAML.013 Data Poisoning (availability)',
  paper,
});

/** Poison aimed at chosen rows or classes. */
export const targeted = (paper: string): AttackTaxonomy => ({
  atlas: 'AML.T0020',
  owasp: OWASP,
  nist: 'NISTAML.024 Targeted Poisoning',
  paper,
});

/** A trigger planted in training that steers the model later. */
export const backdoor = (paper: string): AttackTaxonomy => ({
  atlas: 'AML.T0020, AML.T0043.004',
  owasp: OWASP,
  nist: 'NISTAML.023 Backdoor Poisoning',
  paper,
});
