const digitsOf = (text: string) => Array.from(text, (character) => character.charCodeAt(0) - 48);

const weighted = (digits: number[], weights: number[]) =>
  weights.reduce((sum, weight, i) => sum + weight * digits[i]!, 0);

/** Luhn's check (ISO/IEC 7812): card numbers, Swedish and Canadian personal numbers. */
export function luhn(text: string): boolean {
  let sum = 0;
  const digits = digitsOf(text);
  for (let i = 0; i < digits.length; i++) {
    const doubled = (digits.length - i) % 2 === 0 ? 2 * digits[i]! : digits[i]!;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The remainder of a long decimal text by 97. */
const mod97 = (text: string) => {
  let rest = 0;
  for (const character of text) rest = (rest * 10 + character.charCodeAt(0) - 48) % 97;
  return rest;
};

/** ISO 13616, mod 97-10. @param text capitals and digits without blanks */
export function iban(text: string): boolean {
  const moved = text.slice(4) + text.slice(0, 4);
  return mod97(moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) === 1;
}

/** Brazil's CPF: 11 digits, two of them checks modulo 11. */
export function cpf(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.every((digit) => digit === digits[0])) return false;
  const check = (count: number) => {
    const rest = digits.slice(0, count).reduce((sum, digit, i) => sum + digit * (count + 1 - i), 0) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  return check(9) === digits[9] && check(10) === digits[10];
}

/** Poland's PESEL: 11 digits, weights 1 3 7 9. */
export function pesel(text: string): boolean {
  const digits = digitsOf(text);
  return (
    (10 - (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === digits[10] &&
    isMonth((digits[2]! % 2) * 10 + digits[3]!)
  );
}

const isMonth = (month: number) => month >= 1 && month <= 12;

/** The United Kingdom's NHS number: 10 digits, modulo 11. */
export function nhs(text: string): boolean {
  const digits = digitsOf(text);
  const check = 11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 11 ? 0 : check) === digits[9];
}

/** The Netherlands' burgerservicenummer: 9 digits, the eleven test. */
export function bsn(text: string): boolean {
  const digits = digitsOf(text);
  return weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && Number(text) > 0;
}

/** Germany's Steuer-Identifikationsnummer: 11 digits, ISO 7064 mod 11,10. */
export function steuerId(text: string): boolean {
  let product = 10;
  const digits = digitsOf(text);
  if (digits[0] === 0) return false;
  for (const digit of digits.slice(0, 10)) {
    const sum = (digit + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  return (11 - product) % 10 === digits[10];
}

/** France's NIR: 13 digits and a key, 97 less the remainder. */
export function nir(text: string): boolean {
  return /^[12]/.test(text) && 97 - mod97(text.slice(0, 13)) === Number(text.slice(13));
}

/** Belgium's national register number: 9 digits and 97 less the remainder; those born from 2000 on have a 2 in front. */
export function belgianNumber(text: string): boolean {
  const check = Number(text.slice(9));
  return 97 - mod97(text.slice(0, 9)) === check || 97 - mod97(`2${text.slice(0, 9)}`) === check;
}

/** Spain's DNI and NIE: 8 digits (X, Y, Z stand for 0, 1, 2) and a letter by the remainder by 23. */
export function dni(text: string): boolean {
  const number = Number(text.slice(0, 8).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))));
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === text[8];
}

/** Finland's personal identity code: date, century sign, 3 digits and a sign by the remainder by 31. */
export function hetu(text: string): boolean {
  const number = Number(text.slice(0, 6) + text.slice(7, 10));
  return '0123456789ABCDEFHJKLMNPRSTUVWXY'[number % 31] === text[10];
}

/** Switzerland's AHV number: 13 digits beginning with 756, the check digit of EAN-13. */
export function ahv(text: string): boolean {
  const digits = digitsOf(text);
  return (10 - (weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === digits[12];
}

/** China's resident identity number: 17 digits and a sign by ISO 7064 mod 11-2. */
export function chineseId(text: string): boolean {
  const sum = weighted(digitsOf(text.slice(0, 17)), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return '10X98765432'[sum % 11] === text[17]!.toUpperCase();
}
