import type { BreakFinding, BreakReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { count, counted, percent } from '../ui/format.js';
import { ATTACK_WORDS } from '../ui/words.js';

const CERTIFIED = 'certified-vote';

/** One sentence a model: the cheapest break found; then what is proven of the certified vote. */
export function breakSentences({ findings, certified, below }: BreakReport): string[] {
  const models = [...new Set(findings.map(({ model }) => model))].filter((model) => model !== CERTIFIED);
  const told = models.map((model) => {
    const name = SERIES[model as keyof typeof SERIES].short.toLowerCase();
    const best = cheapest(findings.filter((finding) => finding.model === model));
    if (best === null) return `No attack tried takes the ${name} below ${percent(below)}.`;
    if (best.rows === 0) return `The ${name} is below ${percent(below)} without any poison (${percent(best.clean)}).`;
    return `${counted(best.rows!, 'poisoned row')} (${percent(best.percent! / 100)}, ${ATTACK_WORDS[best.attack].title.toLowerCase()}) ${best.rows === 1 ? 'takes' : 'take'} the ${name} below ${percent(below)}.`;
  });
  if (certified === null) return told;
  const { voters, atLeast, clean } = certified;
  const found = cheapest(findings.filter(({ model }) => model === CERTIFIED));
  const proof =
    atLeast === 0
      ? `The certified vote is below the limit without any poison (${percent(clean)}); it proves nothing here.`
      : `A vote of ${count(voters)} parts provably holds against ${counted(atLeast - 1, 'changed label, added or removed row', 'changed labels, added or removed rows')}${found === null ? '; no attack tried breaks it' : `; an attack with ${count(found.rows!)} breaks it`}.`;
  return [...told, proof];
}

function cheapest(findings: BreakFinding[]): BreakFinding | null {
  return findings
    .filter(({ rows }) => rows !== null)
    .reduce<BreakFinding | null>((least, next) => (least === null || next.rows! < least.rows! ? next : least), null);
}
