import type { StudyLead, StudyLoss, StudyReport } from '@antidote/contracts';
import { attackWords, decimal, modelWord, range } from './study-words.js';

type Findings = Pick<StudyReport, 'spec' | 'labelsUsed' | 'majorityAccuracy' | 'cells' | 'losses' | 'leads'>;

/** Fewer seeds say too little for a verdict. */
const FEWEST_SEEDS = 5;
/** The level a verdict is read at: the studied one nearest to it, in percent. */
const VERDICT_LEVEL = 10;

/** The study in words. A difference is claimed only when its interval excludes 0. */
export function studyVerdict(findings: Findings): StudyReport['verdict'] {
  const { spec, losses, leads } = findings;
  const limits = limitsOf(findings);
  if (spec.seeds < FEWEST_SEEDS) {
    return {
      sentence: `Not enough data for a verdict: ${spec.seeds} ${spec.seeds === 1 ? 'seed' : 'seeds'}, at least ${FEWEST_SEEDS} are needed.`,
      reasons: [],
      limits,
    };
  }
  if (losses.length === 0) {
    return {
      sentence: 'No loss can be read: a single level was studied, with nothing to compare it to.',
      reasons: leads.map(leadSentence),
      limits,
    };
  }
  const attacked = [...new Set(losses.map((loss) => loss.level))];
  const level = attacked.reduce((best, other) =>
    Math.abs(other - VERDICT_LEVEL) < Math.abs(best - VERDICT_LEVEL) ? other : best,
  );
  const highest = Math.max(...attacked);
  const first = spec.attacks[0]!;
  const lossesAt = (attack: string, wanted: number) =>
    lossSentence(
      losses.filter((loss) => loss.attack === attack && loss.level === wanted),
      Math.min(...spec.levels),
    );
  return {
    sentence: lossesAt(first, level),
    reasons: [
      ...spec.attacks.slice(1).map((attack) => lossesAt(attack, level)),
      ...leads.filter((lead) => lead.level === level).map(leadSentence),
      ...(highest === level ? [] : spec.attacks.map((attack) => lossesAt(attack, highest))),
    ],
    limits,
  };
}

/**
 * "At 10% random flips the tree loses 11.3 points (95% interval 9.8 to 12.9), the forest 2.5 (1.2 to 3.9)."
 * @param baseline the level that losses are against; named unless it is 0
 */
function lossSentence(losses: StudyLoss[], baseline: number): string {
  let intervalNamed = false;
  let lossNamed = false;
  const parts = losses.map(({ model, loss }) => {
    const interval = `(${intervalNamed ? '' : '95% interval '}${range(loss.points)})`;
    intervalNamed = true;
    if (!loss.shown) return `for the ${modelWord(model)} no difference is shown ${interval}`;
    const { value } = loss.points;
    if (value < 0) return `the ${modelWord(model)} gains ${decimal(-value)} points (loss ${range(loss.points)})`;
    const verb = lossNamed ? decimal(value) : `loses ${decimal(value)} points`;
    lossNamed = true;
    return `the ${modelWord(model)} ${verb} ${interval}`;
  });
  const { level, attack } = losses[0]!;
  const against = baseline === 0 ? '' : `, against ${baseline}%,`;
  return `At ${level}% ${attackWords(attack)}${against} ${parts.join(', ')}.`;
}

function leadSentence({ model, against, level, lead }: StudyLead): string {
  if (!lead.shown) {
    return `At ${level}% ${modelWord(model)} and ${modelWord(against)} cannot be told apart: ${range(lead.points)} points.`;
  }
  const ahead = lead.points.value > 0;
  const interval = ahead ? lead.points : { low: -lead.points.high, high: -lead.points.low };
  return `At ${level}% the ${modelWord(ahead ? model : against)} is ${decimal(Math.abs(lead.points.value))} points ahead of the ${modelWord(ahead ? against : model)} (95% interval ${range(interval)}, paired over seeds).`;
}

function limitsOf({ spec, labelsUsed, majorityAccuracy }: Findings): string[] {
  const limits = [
    `Always saying the commonest class reads ${decimal(majorityAccuracy * 100)}%.`,
    `Intervals cover the chance of split, flips and fit over ${spec.seeds} ${spec.seeds === 1 ? 'seed' : 'seeds'} on this table, not other data.`,
  ];
  if (labelsUsed === 'as-given') {
    limits.unshift('Scored on the labels as given, which may be poisoned; give a test file or a manifest to be sure.');
  }
  if (spec.attacks.every((attack) => attack === 'uniform')) {
    limits.push('Random flips are unsystematic: under targeted flips or a backdoor a forest loses too.');
  }
  return limits;
}
