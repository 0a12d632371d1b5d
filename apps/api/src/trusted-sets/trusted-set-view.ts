import type { TrustedSet } from '@antidote/contracts';
import { cohensKappa, trustedPrecision } from '@antidote/data-versioning';
import type { TrustedSetRow } from '@antidote/persistence';

/** A trusted set as people see it: how far its reviewers are, where they differ, and what it is worth. */
export function trustedSetView({ rows, labels, adjudications, sealedBlob, ...set }: TrustedSetRow): TrustedSet {
  const [first, second] = [...labels];
  const both = first && second ? rows.filter((row) => first[1].has(row) && second[1].has(row)) : [];
  const said = (of: [string, Map<number, string>], row: number) => ({ reviewer: of[0], label: of[1].get(row)! });
  const differing = both.filter((row) => first![1].get(row) !== second![1].get(row));
  return {
    ...set,
    size: rows.length,
    precision: trustedPrecision(rows.length),
    reviewers: [...labels].map(([reviewer, given]) => ({ reviewer, labelled: given.size })),
    agreement: {
      rows: both.length,
      agreed: both.length - differing.length,
      kappa: cohensKappa(
        both.map((row) => first![1].get(row)!),
        both.map((row) => second![1].get(row)!),
      ),
    },
    conflicts: differing.map((row) => ({
      row,
      labels: [said(first!, row), said(second!, row)],
      adjudicated: adjudications.get(row) ?? null,
    })),
    digest: sealedBlob,
  };
}
