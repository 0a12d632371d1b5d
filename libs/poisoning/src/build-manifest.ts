import type { Backdoor, Manifest, PoisonSpec } from '@antidote/contracts';
import type { Patch } from '@antidote/tabular';

export interface ManifestParts {
  spec: PoisonSpec;
  target: string;
  inputSha256: string;
  outputSha256: string;
  patch: Patch;
  backdoor?: Backdoor;
}

/** The manifest beside a poisoned file, its keys in a fixed order: the same parts give the same bytes as JSON. */
export function buildManifest({ spec, target, inputSha256, outputSha256, patch, backdoor }: ManifestParts): Manifest {
  return {
    formatVersion: 1,
    attack: spec.attack,
    seed: spec.seed,
    percent: spec.percent,
    ...(spec.options && { options: spec.options }),
    target,
    input: { sha256: inputSha256 },
    output: { sha256: outputSha256 },
    changes: patch.relabel.map(({ row, from, to }) => ({ row, from, to })),
    ...(patch.cells.length > 0 && {
      cells: patch.cells.map(({ row, column, from, to }) => ({ row, column, from, to })),
    }),
    ...(patch.add.length > 0 && { added: patch.add.map(({ row }) => row) }),
    ...(backdoor && { backdoor }),
  };
}
