import { describe, expect, it } from '@jest/globals';
import { masked, PERSONAL_DATA, PERSONAL_NAME } from './recognize.js';

const kindsOf = (text: string) => PERSONAL_DATA.filter(({ matches }) => matches(text)).map(({ name }) => name);

describe('personal data', () => {
  // Numbers that the issuing bodies or standards publish as examples; none belongs to a person.
  it.each([
    ['4111111111111111', 'card number'],
    ['4111 1111 1111 1111', 'card number'],
    ['GB82 WEST 1234 5698 7654 32', 'IBAN'],
    ['DE89370400440532013000', 'IBAN'],
    ['529.982.247-25', 'CPF (Brazil)'],
    ['12345678Z', 'DNI or NIE (Spain)'],
    ['131052-308T', 'HETU (Finland)'],
    ['756.9217.0769.85', 'AHV number (Switzerland)'],
    ['11010519491231002X', 'resident identity number (China)'],
    ['44051401359', 'PESEL (Poland)'],
    ['9434765919', 'NHS number (United Kingdom)'],
    ['111222333', 'BSN (Netherlands)'],
    ['86095742719', 'tax number (Germany)'],
    ['a.b+c@mail.example.org', 'e-mail address'],
    ['+49 30 901820', 'phone number'],
    ['(555) 010-9999', 'phone number'],
    ['192.0.2.17', 'IP address'],
    ['2001:db8::1', 'IP address'],
    ['078-05-1120', 'United States social security number'],
  ])('%s is a %s', (text, name) => expect(kindsOf(text)).toContain(name));

  it.each([
    '4111111111111112',
    'GB82 WEST 1234 5698 7654 33',
    '529.982.247-26',
    '12345678A',
    '256.1.1.1',
    'setosa',
    '3.14',
    '2024-01-31',
    '',
    'a@b',
  ])('%s is none', (text) => expect(kindsOf(text)).toEqual([]));

  it('knows columns by their names', () => {
    expect(
      ['email', 'First Name', 'customer_name', 'phone_number', 'dob', 'ssn'].every((name) => PERSONAL_NAME.test(name)),
    ).toBe(true);
    expect(
      ['phone_service', 'cardinality', 'streaming', 'mobility', 'label', 'name_length'].some((name) =>
        PERSONAL_NAME.test(name),
      ),
    ).toBe(false);
  });

  it('shows no letter or digit but the first', () => expect(masked('ada@example.org')).toBe('a**@*******.***'));
});
