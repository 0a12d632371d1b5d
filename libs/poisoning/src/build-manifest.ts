import type { LabelChange, Manifest, PoisonSpec } from '@antidote/contracts';

export interface ManifestParts {
  spec: PoisonSpec;
  target: string;
  inputSha256: string;
  outputSha256: string;
  changes: LabelChange[];
}

/** The manifest beside a poisoned file, its keys in a fixed order: the same parts give the same bytes as JSON. */
export function buildManifest({ spec, target, inputSha256, outputSha256, changes }: ManifestParts): Manifest {
  return {
    formatVersion: 1,
    attack: spec.attack,
    seed: spec.seed,
    percent: spec.percent,
    target,
    input: { sha256: inputSha256 },
    output: { sha256: outputSha256 },
    changes: changes.map(({ row, from, to }) => ({ row, from, to })),
  };
}
