import type { ModelKind, OverDatasets, PairedDifference, StudiesAcross, StudyReport } from '@antidote/contracts';
import { mean } from '@antidote/statistics';
import { DomainError } from '@antidote/tabular';
import { acrossVerdict } from './across-verdict.js';

/** Of one dataset, by name. */
interface Of<T> {
  dataset: string;
  value: T;
}

/**
 * What studies of several datasets say together: of each figure its mean over the datasets, which count the same, its
 * least and its greatest, and on how many of them a difference is shown. Models, attacks and levels are those that all
 * studies have, in the order of the first.
 *
 * @throws DomainError `invalid_argument` for fewer than two studies, and for studies with nothing in common
 */
export function acrossStudies(studies: readonly StudyReport[]): StudiesAcross {
  if (studies.length < 2) {
    throw new DomainError(
      'invalid_argument',
      `There is ${studies.length} study; give two or more to say what they have in common.`,
    );
  }
  const [first] = studies;
  const common = <T>(of: (study: StudyReport) => readonly T[]) =>
    of(first!).filter((item) => studies.every((study) => of(study).includes(item)));
  const models = common(({ spec }) => spec.models);
  const attacks = common(({ spec }) => spec.attacks);
  const levels = common(({ spec }) => spec.levels).sort((a, b) => a - b);
  const missing = [
    ...(models.length === 0 ? ['model'] : []),
    ...(attacks.length === 0 ? ['attack'] : []),
    ...(levels.some((level) => level > 0) ? [] : ['level above 0%']),
  ];
  if (missing.length > 0) {
    throw new DomainError(
      'invalid_argument',
      `The ${studies.length} studies have no ${missing.join(' and no ')} in common; choose studies of the same ${missing.join(' and ')}.`,
    );
  }
  const names = namesOf(studies);
  const each = <T>(read: (study: StudyReport) => T | undefined): Of<T>[] =>
    studies.flatMap((study, i) => {
      const value = read(study);
      return value === undefined ? [] : [{ dataset: names[i]!, value }];
    });
  const cases = attacks.flatMap((attack) => levels.map((level) => ({ attack, level })));
  const is =
    (wanted: Partial<Record<'model' | 'against' | 'attack' | 'level', unknown>>) =>
    (item: Partial<Record<'model' | 'against' | 'attack' | 'level', unknown>>) =>
      Object.entries(wanted).every(([key, value]) => item[key as 'model'] === value);

  const losses = cases.flatMap((at) =>
    models.flatMap((model) => {
      const found = each(({ losses: all }) => all.find(is({ model, ...at }))?.loss);
      if (found.length < studies.length) return [];
      return [
        { model, ...at, points: overDatasets(pointsOf(found)), shown: datasetsWhere(found, (value) => value > 0) },
      ];
    }),
  );
  const leads = cases.flatMap((at) =>
    models.flatMap((against, i) =>
      models.slice(i + 1).flatMap((model) => {
        const found = each((study) => leadOf(study, model, against, is({ ...at })));
        if (found.length < studies.length) return [];
        return [
          {
            model,
            against,
            ...at,
            points: overDatasets(pointsOf(found)),
            ahead: datasetsWhere(found, (value) => value > 0),
            behind: datasetsWhere(found, (value) => value < 0),
          },
        ];
      }),
    ),
  );
  const success = cases.flatMap((at) =>
    models.flatMap((model) => {
      const found = each(({ cells }) => cells.find(is({ model, ...at }))?.attackSuccess);
      if (found.length < studies.length) return [];
      const rate = overDatasets(found.map(({ dataset, value }) => ({ dataset, value: value.rate.value })));
      return [{ model, ...at, rate, floor: mean(found.map(({ value }) => value.floor)) }];
    }),
  );
  const found = {
    datasets: studies.map(({ dataset, spec, labelsUsed }, i) => ({
      name: names[i]!,
      sha256: dataset.sha256,
      rows: dataset.rows,
      seeds: spec.seeds,
      labelsUsed,
    })),
    models,
    attacks,
    levels,
    losses,
    leads,
    success,
  };
  const baselines = studies.map(({ spec }) => Math.min(...spec.levels));
  return { formatVersion: 1, ...found, verdict: acrossVerdict(found, { sameBaseline: new Set(baselines).size === 1 }) };
}

/** A study states each pair of models once, whichever way round. */
function leadOf(
  { leads }: StudyReport,
  model: ModelKind,
  against: ModelKind,
  isAt: (lead: StudyReport['leads'][number]) => boolean,
): PairedDifference | undefined {
  const at = leads.filter(isAt);
  const straight = at.find((lead) => lead.model === model && lead.against === against);
  if (straight) return straight.lead;
  const turned = at.find((lead) => lead.model === against && lead.against === model)?.lead;
  if (!turned) return undefined;
  const { value, low, high } = turned.points;
  return { points: { value: -value, low: -high, high: -low }, shown: turned.shown };
}

const pointsOf = (found: Of<PairedDifference>[]): Of<number>[] =>
  found.map(({ dataset, value }) => ({ dataset, value: value.points.value }));

const datasetsWhere = (found: Of<PairedDifference>[], has: (points: number) => boolean): string[] =>
  found.filter(({ value }) => value.shown && has(value.points.value)).map(({ dataset }) => dataset);

function overDatasets(found: Of<number>[]): OverDatasets {
  return {
    mean: mean(found.map(({ value }) => value)),
    least: found.reduce((least, other) => (other.value < least.value ? other : least)),
    most: found.reduce((most, other) => (other.value > most.value ? other : most)),
  };
}

function namesOf(studies: readonly StudyReport[]): string[] {
  const given = studies.map(({ dataset }) => dataset.name);
  return studies.map(({ dataset: { name, sha256 } }) =>
    given.filter((other) => other === name).length === 1 ? name : `${name} ${sha256.slice(0, 8)}`,
  );
}
