import type { AttackName, StudyCell, StudyLead, StudyLoss, StudyReport } from '@antidote/contracts';
import { breakdownSentences, mitigationSentences } from './mended-words.js';
import { attackWords, decimal, modelWord, range } from './study-words.js';
import { triggerSentences } from './trigger-words.js';
import { FEWEST_SEEDS, verdictLevel } from './verdict-level.js';

type Findings = Pick<
  StudyReport,
  'spec' | 'labelsUsed' | 'majorityAccuracy' | 'cells' | 'losses' | 'leads' | 'summaries' | 'mitigated'
>;

/** The study in words. A difference is claimed only when its interval excludes 0. */
export function studyVerdict(findings: Findings): StudyReport['verdict'] {
  const { spec, losses, leads } = findings;
  const limits = limitsOf(findings);
  const several = spec.attacks.length > 1;
  const leadWords = (lead: StudyLead) => leadSentence(lead, several);
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
      reasons: leads.map(leadWords),
      limits,
    };
  }
  const attacked = [...new Set(losses.map((loss) => loss.level))];
  const level = verdictLevel(attacked);
  const highest = Math.max(...attacked);
  const first = spec.attacks[0]!;
  const lossesAt = (attack: AttackName, wanted: number) =>
    lossSentence(
      losses.filter((loss) => loss.attack === attack && loss.level === wanted),
      Math.min(...spec.levels),
    );
  const triggerAt = (attack: AttackName) => triggerSentences(findings, attack, level);
  // What a backdoor does is not to be read from accuracy, which it leaves alone.
  const [sentence, ...more] = [...triggerAt(first), lossesAt(first, level)];
  return {
    sentence: sentence!,
    reasons: [
      ...more,
      ...spec.attacks.slice(1).flatMap((attack) => [...triggerAt(attack), lossesAt(attack, level)]),
      ...leads.filter((lead) => lead.level === level).map(leadWords),
      ...(highest === level ? [] : spec.attacks.map((attack) => lossesAt(attack, highest))),
      ...breakdownSentences(findings),
      ...mitigationSentences(findings, level),
    ],
    limits: [...limits, ...naiveWarning(findings, level)],
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

function leadSentence({ model, against, attack, level, lead }: StudyLead, namesAttack: boolean): string {
  const where = `At ${level}%${namesAttack && level > 0 ? ` ${attackWords(attack)}` : ''}`;
  if (!lead.shown) {
    return `${where} ${modelWord(model)} and ${modelWord(against)} cannot be told apart: ${range(lead.points)} points.`;
  }
  const ahead = lead.points.value > 0;
  const interval = ahead ? lead.points : { low: -lead.points.high, high: -lead.points.low };
  return `${where} the ${modelWord(ahead ? model : against)} is ${decimal(Math.abs(lead.points.value))} points ahead of the ${modelWord(ahead ? against : model)} (95% interval ${range(interval)}, paired over seeds).`;
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

/** What a test poisoned alike would have read, where it is furthest from the truth. */
function naiveWarning({ cells }: Findings, level: number): string[] {
  const gap = ({ mean, naiveAccuracy }: StudyCell) => mean - (naiveAccuracy ?? mean);
  const [furthest] = cells.filter((cell) => cell.level === level).sort((a, b) => Math.abs(gap(b)) - Math.abs(gap(a)));
  if (furthest?.naiveAccuracy == null || Math.abs(gap(furthest)) < 0.01) return [];
  const { model, attack, naiveAccuracy } = furthest;
  return [
    `Never score on a poisoned test: at ${level}% ${attackWords(attack)} the ${modelWord(model)} would read ${decimal(naiveAccuracy * 100)}% there, where clean labels say ${decimal(furthest.mean * 100)}%.`,
  ];
}
