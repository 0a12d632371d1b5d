import { z } from 'zod';
import { LabelsUsed } from './labels-used.js';
import { ModelKind } from './model-kind.js';
import { AttackName, Percent } from './poison.js';
import { StudyReport } from './study.js';

/** A figure over datasets, each counting the same: its mean, and the least and the greatest with the dataset they are of. */
export const OverDatasets = z
  .strictObject({
    mean: z.number(),
    least: z.strictObject({ dataset: z.string(), value: z.number() }),
    most: z.strictObject({ dataset: z.string(), value: z.number() }),
  })
  .meta({ id: 'OverDatasets' });
export type OverDatasets = z.infer<typeof OverDatasets>;

/** What studies of several datasets say together, of the models, attacks and levels that all of them have. */
export const StudiesAcross = z
  .strictObject({
    formatVersion: z.literal(1),
    /** In the order given; a name that occurs twice has the start of its SHA-256 behind it. */
    datasets: z.array(
      z.strictObject({ name: z.string(), sha256: z.string(), rows: z.int(), seeds: z.int(), labelsUsed: LabelsUsed }),
    ),
    models: z.array(ModelKind),
    attacks: z.array(AttackName),
    levels: z.array(Percent),
    /** Points of accuracy lost, and the datasets on which a loss is shown: its 95 % interval excludes 0. */
    losses: z.array(
      z.strictObject({
        model: ModelKind,
        attack: AttackName,
        level: Percent,
        points: OverDatasets,
        shown: z.array(z.string()),
      }),
    ),
    /** Points by which `model` is ahead of `against`, and the datasets on which it is shown to be ahead, or behind. */
    leads: z.array(
      z.strictObject({
        model: ModelKind,
        against: ModelKind,
        attack: AttackName,
        level: Percent,
        points: OverDatasets,
        ahead: z.array(z.string()),
        behind: z.array(z.string()),
      }),
    ),
    /** Of backdoors: share of rows of other classes that the trigger takes over, and the mean floor without poison. */
    success: z.array(
      z.strictObject({ model: ModelKind, attack: AttackName, level: Percent, rate: OverDatasets, floor: z.number() }),
    ),
    verdict: StudyReport.shape.verdict,
  })
  .meta({ id: 'StudiesAcross' });
export type StudiesAcross = z.infer<typeof StudiesAcross>;

/** Studies of several datasets, and what they say together. The same bytes for the same data, spec and seed. */
export const StudiesReport = z
  .strictObject({ formatVersion: z.literal(1), across: StudiesAcross, studies: z.array(StudyReport) })
  .meta({ id: 'StudiesReport' });
export type StudiesReport = z.infer<typeof StudiesReport>;
