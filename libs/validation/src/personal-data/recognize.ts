import {
  ahv,
  belgianNumber,
  bsn,
  chineseId,
  cpf,
  dni,
  hetu,
  iban,
  luhn,
  nhs,
  nir,
  pesel,
  steuerId,
} from './check-digits.js';

/**
 * How much a match says. `strong`: nothing else looks like it, one value is enough. `shaped`: other codes have the shape
 * too (a version number that of an IP address), so that several values are wanted, and where there is a check digit
 * nearly all values of the shape have to pass it. `weak`: mere digits, of which one in 10 to 97 passes by chance, so
 * that nearly the whole column has to.
 */
export type Strength = 'strong' | 'shaped' | 'weak';

export interface PersonalDataKind {
  name: string;
  strength: Strength;
  hasShape(text: string): boolean;
  /** Has the shape and passes the check. */
  matches(text: string): boolean;
}

/** Longest text that is looked at: a mail address has at most 254 characters. */
const LONGEST = 320;

function shape(pattern: RegExp, check: (bare: string) => boolean = () => true, strip = /[\s.-]/g) {
  const hasShape = (text: string) => text.length <= LONGEST && pattern.test(text);
  return { hasShape, matches: (text: string) => hasShape(text) && check(text.replace(strip, '')) };
}

const day = '(?:0[1-9]|[12]\\d|3[01])';
const month = '(?:0[1-9]|1[0-2])';

/** The patterns have no nested repetition, so that each takes linear time. */
export const PERSONAL_DATA: readonly PersonalDataKind[] = [
  {
    name: 'e-mail address',
    strength: 'strong',
    ...shape(/^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i),
  },
  { name: 'IBAN', strength: 'strong', ...shape(/^[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}$/, iban, / /g) },
  {
    name: 'phone number',
    strength: 'shaped',
    ...shape(
      /^(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,12}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}-\d{3}-\d{4})$/,
    ),
  },
  { name: 'IP address', strength: 'shaped', hasShape: isIpAddress, matches: isIpAddress },
  {
    name: 'United States social security number',
    strength: 'shaped',
    ...shape(/^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/),
  },
  { name: 'CPF (Brazil)', strength: 'shaped', ...shape(/^\d{3}\.\d{3}\.\d{3}-\d{2}$/, cpf) },
  { name: 'DNI or NIE (Spain)', strength: 'shaped', ...shape(/^(?:\d{8}|[XYZ]\d{7})-?[A-Z]$/, dni) },
  {
    name: 'HETU (Finland)',
    strength: 'shaped',
    ...shape(new RegExp(`^${day}${month}\\d\\d[-+A-FU-Y]\\d{3}[0-9A-Y]$`), hetu, /^$/),
  },
  { name: 'AHV number (Switzerland)', strength: 'shaped', ...shape(/^756\.?\d{4}\.?\d{4}\.?\d{2}$/, ahv) },
  {
    name: 'resident identity number (China)',
    strength: 'shaped',
    ...shape(new RegExp(`^[1-9]\\d{5}(?:19|20)\\d\\d${month}${day}\\d{3}[\\dXx]$`), chineseId),
  },
  {
    name: 'NIR (France)',
    strength: 'shaped',
    ...shape(new RegExp(`^[12] ?\\d\\d ?${month} ?\\d\\d ?\\d{3} ?\\d{3} ?\\d\\d$`), nir),
  },
  {
    name: 'card number',
    strength: 'strong',
    ...shape(/^(?:4\d{3}|5[1-5]\d\d|2[2-7]\d\d|6011|65\d\d)([ -])\d{4}\1\d{4}\1\d{4}$/, luhn),
  },
  {
    name: 'card number',
    strength: 'weak',
    ...shape(
      /^(?:4\d{12}(?:\d{3})?|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11})$/,
      luhn,
    ),
  },
  { name: 'CPF (Brazil)', strength: 'weak', ...shape(/^\d{11}$/, cpf) },
  { name: 'PESEL (Poland)', strength: 'weak', ...shape(/^\d{11}$/, pesel) },
  { name: 'tax number (Germany)', strength: 'weak', ...shape(/^\d{11}$/, steuerId) },
  {
    name: 'national register number (Belgium)',
    strength: 'weak',
    ...shape(/^\d\d[.-]?\d\d[.-]?\d\d[.-]?\d{3}[.-]?\d\d$/, belgianNumber),
  },
  { name: 'NHS number (United Kingdom)', strength: 'weak', ...shape(/^\d{3} ?\d{3} ?\d{4}$/, nhs, / /g) },
  { name: 'BSN (Netherlands)', strength: 'weak', ...shape(/^\d{9}$/, bsn) },
  {
    name: 'personal number (Sweden)',
    strength: 'weak',
    ...shape(new RegExp(`^\\d\\d${month}${day}[-+]?\\d{4}$`), luhn, /[+-]/g),
  },
];

function isIpAddress(text: string): boolean {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return text.split('.').every((part) => Number(part) < 256);
  if (!/^[0-9a-f:]{2,39}$/i.test(text) || text.split(':').length < 4) return false;
  const halves = text.split('::');
  const parts = text.split(':').filter((part) => part !== '');
  return (
    halves.length <= 2 &&
    (halves.length === 2 ? parts.length < 8 : parts.length === 8) &&
    parts.every((part) => part.length <= 4)
  );
}

/** Names of columns that people are described by; `phone_service` is none. */
export const PERSONAL_NAME =
  /(?:^|[^a-z])(?:e[ _-]?mail|phone|mobile|telephone|first[ _-]?name|last[ _-]?name|full[ _-]?name|surname|given[ _-]?name|maiden[ _-]?name|patient[ _-]?name|customer[ _-]?name|street|postal[ _-]?address|home[ _-]?address|ip|date[ _-]?of[ _-]?birth|birth[ _-]?date|dob|passport|ssn|social[ _-]?security|national[ _-]?id|iban|credit[ _-]?card|card[ _-]?number|licen[cs]e[ _-]?plate)(?:[ _-]?(?:no|nr|number|address))?[^a-z]*$/i;

/** The value with each letter and digit but the first starred: where it stands is said by row and column. */
export function masked(text: string): string {
  return text.slice(0, 1) + text.slice(1, 40).replace(/[\p{L}\p{N}]/gu, '*');
}
