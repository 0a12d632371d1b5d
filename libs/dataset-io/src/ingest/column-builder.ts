import { byCodePoint, isMissingNumber, parseNumber, type FeatureColumn, type LabelColumn } from '@antidote/tabular';

const BLOCK = 2 ** 16;

/** Numbers, appended to without ever being moved. */
class GrowingArray<T extends Float64Array | Int32Array> {
  private readonly full: T[] = [];
  private used = 0;
  private last: T;

  constructor(private readonly make: (length: number) => T) {
    this.last = make(BLOCK);
  }

  get length(): number {
    return this.full.length * BLOCK + this.used;
  }

  push(value: number): void {
    if (this.used === BLOCK) {
      this.full.push(this.last);
      this.last = this.make(BLOCK);
      this.used = 0;
    }
    this.last[this.used++] = value;
  }

  /** All of them; the blocks are let go of. */
  take(): T {
    const all = this.make(this.length);
    this.full.forEach((block, index) => all.set(block as never, index * BLOCK));
    all.set(this.last.subarray(0, this.used) as never, this.full.length * BLOCK);
    this.full.length = 0;
    return all;
  }
}

const doubles = () => new GrowingArray<Float64Array>((length) => new Float64Array(length));
const integers = () => new GrowingArray<Int32Array>((length) => new Int32Array(length));

/** Texts and their codes in the order of appearance; counts the characters of all different texts. */
class Dictionary {
  readonly codeOf = new Map<string, number>();
  characters = 0;

  code(text: string): number {
    let code = this.codeOf.get(text);
    if (code === undefined) {
      code = this.codeOf.size;
      // A copy: a cell is a view into its whole piece of the file.
      this.codeOf.set(Buffer.from(text, 'utf8').toString('utf8'), code);
      this.characters += text.length;
    }
    return code;
  }

  /** The texts in code point order without those left out, and the codes over them. */
  sorted(codes: Int32Array, leftOut: (text: string) => boolean): { codes: Int32Array; texts: string[] } {
    const texts = [...this.codeOf.keys()].filter((text) => !leftOut(text)).sort(byCodePoint);
    const recode = new Int32Array(this.codeOf.size).fill(-1);
    texts.forEach((text, code) => (recode[this.codeOf.get(text)!] = code));
    for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) codes[row] = recode[codes[row]!]!;
    return { codes, texts };
  }
}

export type DeclaredType = 'numeric' | 'category' | null;

/**
 * Builds a feature from its values in row order: numeric when every value is a number or missing, else a category,
 * whose `NA` is a value; or as declared. A column whose first text comes after numbers has to be read once more, for
 * the texts of those numbers are gone.
 */
export class FeatureBuilder {
  private numbers: GrowingArray<Float64Array> | null;
  private codes: GrowingArray<Int32Array> | null = null;
  private readonly dictionary = new Dictionary();
  private empty = true;
  private numberCells = 0;
  private otherCells = 0;
  private firstOther = -1;
  private seen = 0;

  constructor(
    readonly name: string,
    declared: DeclaredType,
  ) {
    this.numbers = declared === 'category' ? null : doubles();
    if (declared === 'category') this.codes = integers();
  }

  /** Whether the values must be given again, from the first. */
  get mustReread(): boolean {
    return this.numbers === null && this.codes === null;
  }

  /** Position of the first value that is no number; -1 without one. */
  get firstText(): number {
    return this.firstOther;
  }

  get distinctCharacters(): number {
    return this.dictionary.characters;
  }

  /** Of the values that are not missing: how many are numbers and how many are not, the first of them where. */
  get mixture(): { numbers: number; others: number; firstOther: number } {
    return { numbers: this.numberCells, others: this.otherCells, firstOther: this.firstOther };
  }

  text(cell: string): void {
    const position = this.seen++;
    const number = parseNumber(cell);
    if (!Number.isNaN(number)) this.numberCells++;
    else if (!isMissingNumber(cell)) {
      if (this.otherCells++ === 0) this.firstOther = position;
      if (this.numbers) this.becomeCategory();
    }
    if (this.numbers) {
      this.numbers.push(number);
      if (cell !== '') this.empty = false;
    } else if (this.codes) this.codes.push(cell === '' ? -1 : this.dictionary.code(cell));
  }

  number(value: number): void {
    if (this.numbers === null) return this.text(Number.isNaN(value) ? '' : String(value));
    this.seen++;
    if (!Number.isNaN(value)) {
      this.numberCells++;
      this.empty = false;
    }
    this.numbers.push(value);
  }

  /** Begins again as a category. */
  reread(): void {
    this.codes = integers();
    this.seen = 0;
    this.numberCells = 0;
    this.otherCells = 0;
  }

  build(): FeatureColumn {
    if (this.numbers) return { kind: 'numeric', name: this.name, values: this.numbers.take() };
    const { codes, texts } = this.dictionary.sorted(this.codes!.take(), () => false);
    return { kind: 'category', name: this.name, codes, categories: texts };
  }

  private becomeCategory(): void {
    const rows = this.numbers!.length;
    this.numbers = null;
    if (!this.empty) return;
    this.codes = integers();
    for (let row = 0; row < rows; row++) this.codes.push(-1);
  }
}

/** Builds the target: exact texts; a label is missing when it is empty or NaN, and `NA` too where all others are numbers. */
export class LabelBuilder {
  private readonly codes = integers();
  private readonly dictionary = new Dictionary();
  private allNumbers = true;

  constructor(readonly name: string) {}

  get distinctCharacters(): number {
    return this.dictionary.characters;
  }

  /** Different texts so far. */
  get distinct(): number {
    return this.dictionary.codeOf.size;
  }

  text(cell: string): void {
    if (this.allNumbers && Number.isNaN(parseNumber(cell)) && !isMissingNumber(cell)) this.allNumbers = false;
    this.codes.push(cell === '' ? -1 : this.dictionary.code(cell));
  }

  number(value: number): void {
    this.text(Number.isNaN(value) ? '' : String(value));
  }

  build(): LabelColumn {
    const isMissing = (text: string) => (this.allNumbers ? isMissingNumber(text) : text === 'NaN' || text === 'nan');
    const { codes, texts } = this.dictionary.sorted(this.codes.take(), isMissing);
    return { name: this.name, codes, classes: texts };
  }
}
