import type { PoisonSpec } from '@antidote/contracts';
import type { LabSpec } from './spec-document.js';

/** The single attack that a dry run shows: a study's first one at its highest level. */
export function previewOf({ kind, spec }: LabSpec): PoisonSpec {
  if (kind === 'poison') return spec;
  const attack = spec.attacks[0]!;
  const options = spec.attackOptions?.[attack];
  return { attack, percent: Math.max(...spec.levels), seed: spec.seed, ...(options && { options }) };
}

/** Why a spec cannot start as it stands, in words; null when nothing speaks against it here. */
export function refuse({ kind, spec }: LabSpec): string | null {
  if (kind === 'poison') return spec.percent > 0 ? null : 'A budget of 0% changes nothing; raise it.';
  if (spec.attacks.length === 0) return 'Choose an attack.';
  if (spec.models.length === 0) return 'Choose a model.';
  if (spec.levels.every((level) => level === 0))
    return 'Give a level above 0; without poison there is nothing to study.';
  return null;
}
