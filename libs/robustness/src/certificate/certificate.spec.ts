import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyPatch, emptyPatch, Random, selectRows, type Table } from '@antidote/tabular';
import { certifiedRadius } from './certified-radius.js';
import { certify } from './certify.js';
import { partitionVotes } from './partition-votes.js';

/** Three noisy groups in two numbers and a category. */
function table(rows: number, seed: number): Table {
  const random = new Random(seed);
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 3);
  const near = (centre: number) =>
    Float64Array.from(codes, (code) => (code === centre ? 1 : 0) + 1.6 * random.uniform());
  return {
    rowCount: rows,
    rowIds: Uint32Array.from(codes.keys()),
    features: [
      { kind: 'numeric', name: 'x', values: near(0) },
      { kind: 'numeric', name: 'y', values: near(1) },
      {
        kind: 'category',
        name: 'k',
        codes: codes.map((code) => (random.uniform() < 0.5 ? code : random.below(3))),
        categories: ['p', 'q', 'r'],
      },
    ],
    target: { name: 'label', codes, classes: ['a', 'b', 'c'] },
  };
}
const TRAIN = table(240, 1);
const TEST = table(90, 2);

describe('certifiedRadius', () => {
  /* 7 against 3: after 2 changes 5 against 5 would go to the class that sorts first, which is the winner only at left. */
  it.each([
    [[7, 3], 0, 2],
    [[3, 7], 1, 1],
    [[5, 5], 0, 0],
    [[4, 6, 0], 1, 0],
    [[10, 0, 0], 0, 5],
    [[0, 0, 10], 2, 4],
  ])('of the votes %j is class %i, radius %i', (votes, predicted, radius) => {
    expect(certifiedRadius(Float64Array.from(votes), votes.length)).toEqual({
      predicted: Int32Array.of(predicted),
      radius: Int32Array.of(radius),
    });
  });

  it('is the most votes that an adversary can turn in vain', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 2, maxLength: 4 }), (votes) => {
        const winner = (counts: number[]) => counts.indexOf(Math.max(...counts));
        const top = winner(votes);
        const afterTurning = (turned: number, to: number) =>
          winner(votes.map((count, code) => (code === top ? count - turned : code === to ? count + turned : count)));
        const holds = (turned: number) =>
          turned <= votes[top]! && votes.every((_, to) => to === top || afterTurning(turned, to) === top);
        let most = 0;
        while (holds(most + 1)) most++;
        expect(certifiedRadius(Float64Array.from(votes), votes.length).radius[0]).toBe(most);
      }),
    );
  });
});

describe('certify', () => {
  /* Each adversary spends at most r changes on one test row and knows everything. */
  it.each(['labels', 'removed rows', 'added rows'] as const)(
    'holds against an adversary who spends the radius of a row on %s',
    (weapon) => {
      const options = { parts: 12, seed: 3 };
      const { radius, predicted } = certify(TRAIN, TEST, options);
      const random = new Random(9, weapon.length);
      let attacked = 0;
      for (let budget = 1; budget <= 4; budget++) {
        for (let trial = 0; trial < 12; trial++) {
          const rows = random.sample(TRAIN.rowCount, budget);
          const patch = emptyPatch();
          for (const row of rows) {
            const from = TRAIN.target.classes[TRAIN.target.codes[row]!]!;
            const to = TRAIN.target.classes[(TRAIN.target.codes[row]! + 1 + random.below(2)) % 3]!;
            if (weapon === 'labels') patch.relabel.push({ row, from, to });
            else if (weapon === 'removed rows') patch.drop.push(row);
            else {
              const x = [1.5 * random.uniform(), 1.5 * random.uniform()].map(String);
              patch.add.push({ row: 1000 + row, label: to, values: [...x, 'p'], parents: [] });
            }
          }
          const now = certify(applyPatch(TRAIN, patch), TEST, options).predicted;
          for (let row = 0; row < TEST.rowCount; row++) {
            if (radius[row]! < budget) continue;
            attacked++;
            expect(now[row]).toBe(predicted[row]);
          }
        }
      }
      expect(attacked).toBeGreaterThan(500);
    },
  );

  /*
   * The worst adversary that there is: for one test row at a time it changes labels where they hurt most, in as many parts
   * that vote for the winner as the radius allows, a row in each, to the runner-up. One change more, and votes may fall.
   */
  it('holds against an adversary who knows the parts and spends the radius of each row on the votes for it', () => {
    const options = { parts: 12, seed: 3 };
    const train = selectRows(
      TRAIN,
      Array.from({ length: 120 }, (_, row) => row),
    );
    const { radius, predicted, votes } = certify(train, TEST, options);
    const partOf = partsByEffect(train, options);
    let attacked = 0;
    let turned = 0;
    for (let victim = 0; victim < TEST.rowCount; victim += 2) {
      const r = radius[victim]!;
      if (r === 0) continue;
      const cast = votes.subarray(victim * 12, (victim + 1) * 12);
      const winner = predicted[victim]!;
      const others = [0, 1, 2].filter((code) => code !== winner);
      const runnerUp = others.sort(
        (a, b) => cast.filter((v) => v === b).length - cast.filter((v) => v === a).length,
      )[0]!;
      const parts = [...cast.keys()].filter((part) => cast[part] === winner).slice(0, r);
      const relabel = parts.flatMap((part) => {
        const rows = [...partOf.keys()].filter((row) => partOf[row] === part && train.target.codes[row] === winner);
        const row = rows[victim % rows.length];
        return row === undefined ? [] : [{ row, from: 'abc'[winner]!, to: 'abc'[runnerUp]! }];
      });
      const after = voted(applyPatch(train, { ...emptyPatch(), relabel }), options);
      for (let row = 0; row < TEST.rowCount; row++) {
        if (radius[row]! < relabel.length) continue;
        attacked++;
        expect(after.predicted[row]).toBe(predicted[row]);
      }
      for (let part = 0; part < 12; part++) if (after.votes[victim * 12 + part] !== cast[part]) turned++;
    }
    expect(attacked).toBeGreaterThan(1000);
    expect(turned).toBeGreaterThan(10);
  });

  it('by neighbours holds against the labels of the very rows that vote', () => {
    const options = { base: 'neighbors', neighbors: 15, seed: 3 } as const;
    const { radius, predicted } = certify(TRAIN, TEST, options);
    const random = new Random(4);
    let attacked = 0;
    for (let trial = 0; trial < 40; trial++) {
      const budget = 1 + random.below(5);
      const victim = random.below(TEST.rowCount);
      const rows = random.sample(TRAIN.rowCount, budget);
      const relabel = Array.from(rows, (row) => {
        const code = TRAIN.target.codes[row]!;
        return { row, from: 'abc'[code]!, to: 'abc'[(code + 1 + (victim % 2)) % 3]! };
      });
      const now = certify(applyPatch(TRAIN, { ...emptyPatch(), relabel }), TEST, options).predicted;
      for (let row = 0; row < TEST.rowCount; row++) {
        if (radius[row]! < budget) continue;
        attacked++;
        expect(now[row]).toBe(predicted[row]);
      }
    }
    expect(attacked).toBeGreaterThan(500);
  });

  it('depends neither on the order of the rows nor on categories that only other parts bear', () => {
    const options = { parts: 12, seed: 3 };
    const { votes } = certify(TRAIN, TEST, options);
    const shuffled = selectRows(TRAIN, new Random(1).shuffle(Uint32Array.from(TRAIN.rowIds.keys())));
    expect(certify(shuffled, TEST, options).votes).toEqual(votes);
    const withNew = applyPatch(TRAIN, {
      ...emptyPatch(),
      add: [{ row: 1000, label: 'a', values: ['0.5', '0.5', 'aa'], parents: [] }],
    });
    const now = certify(withNew, TEST, options).votes;
    const changed = Array.from({ length: 12 }, (_, part) => part).filter((part) =>
      votes.some((vote, i) => i % 12 === part && vote !== now[i]),
    );
    expect(changed.length).toBeLessThanOrEqual(1);
  });

  it('never certifies more at a larger radius, and says what it covers', () => {
    const { certificate } = certify(TRAIN, TEST, { parts: 12, seed: 3 });
    expect(certificate).toMatchObject({
      base: 'trees',
      voters: 12,
      covers: 'labels-and-rows',
      trainRows: 240,
      testRows: 90,
    });
    const shares = certificate.curve.map(({ accuracy }) => accuracy);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(shares.at(-1)).toBe(0);
  });

  it.each([
    [{ parts: 2 }, 'parameter_out_of_range'],
    [{ parts: 2.5 }, 'parameter_out_of_range'],
    [{ parts: 251 }, 'parameter_out_of_range'],
    [{ parts: 241 }, 'too_few_rows'],
    [{ base: 'neighbors', neighbors: 500 }, 'parameter_out_of_range'],
  ] as const)('refuses %j', (options, code) => {
    expect(() => certify(TRAIN, TEST, { ...options, seed: 1 })).toThrow(expect.objectContaining({ code }));
  });

  it('refuses one class, and test rows without labels', () => {
    const oneClass = selectRows(TRAIN, [0, 3, 6, 9, 12]);
    expect(() => certify(oneClass, TEST, { parts: 3, seed: 1 })).toThrow(/single class/);
    const unlabelled = { ...TEST, target: { ...TEST.target, codes: new Int32Array(90).fill(-1) } };
    expect(() => certify(TRAIN, unlabelled, { parts: 3, seed: 1 })).toThrow(/No test row has a label/);
  });
});

/** The vote alone, without the forest that a certificate has beside it. */
function voted(train: Table, options: { parts: number; seed: number }) {
  const { votes } = partitionVotes(train, TEST, options);
  const counts = new Float64Array(3 * TEST.rowCount);
  votes.forEach((vote, i) => counts[3 * Math.floor(i / options.parts) + vote]!++);
  return { votes, predicted: certifiedRadius(counts, 3).predicted };
}

/** The part of each training row, found out as an adversary would: by which vote column its label has a say in. */
function partsByEffect(train: Table, options: { parts: number; seed: number }): Int32Array {
  const clean = voted(train, options).votes;
  return Int32Array.from({ length: train.rowCount }, (_, row) => {
    const code = train.target.codes[row]!;
    const relabel = [{ row, from: 'abc'[code]!, to: 'abc'[(code + 1) % 3]! }];
    const { votes } = voted(applyPatch(train, { ...emptyPatch(), relabel }), options);
    const changed = votes.findIndex((vote, i) => vote !== clean[i]);
    return changed < 0 ? -1 : changed % options.parts;
  });
}
