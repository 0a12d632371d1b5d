import { Checkbox } from '@mantine/core';
import type {
  AttackCatalogue,
  AttackName,
  AttackOptions,
  Mitigation,
  StudySpec,
  VersionSummary,
} from '@antidote/contracts';
import { MODEL_KINDS, SERIES } from '../theme/series.js';
import form from '../ui/form.module.css';
import { readLevels, readNumber, type Read } from '../ui/read-field.js';
import { MITIGATION_WORDS } from '../studies/mitigation-words.js';
import { AttackPicker } from './attack-picker.js';
import styles from './lab.module.css';
import { TypedField } from './typed-field.js';

const MITIGATIONS = Object.keys(MITIGATION_WORDS) as Mitigation[];
const readGate = (typed: string): Read<number | undefined> =>
  typed.trim() === '' ? { value: undefined, fault: null } : readNumber(typed, { min: 0, max: 1 });

const readColumn = (typed: string): Read<string | undefined> => ({ value: typed.trim() || undefined, fault: null });

/** What a study varies: attacks, levels, models, seeds, and what is done about flagged labels. */
export function StudyFields(props: {
  spec: StudySpec;
  version: VersionSummary;
  catalogue: AttackCatalogue;
  onChange: (spec: StudySpec) => void;
}) {
  const { spec, onChange } = props;
  const toggled = <T,>(all: readonly T[], chosen: readonly T[], item: T) =>
    all.filter((each) => chosen.includes(each) !== (each === item));
  const setOptions = (attack: AttackName, options: AttackOptions) => {
    const rest = { ...spec.attackOptions, [attack]: options };
    if (Object.keys(options).length === 0) delete rest[attack];
    const { attackOptions: _, ...others } = spec;
    onChange({ ...others, ...(Object.keys(rest).length > 0 && { attackOptions: rest }) });
  };
  const chooseAttacks = (attacks: AttackName[]) => {
    const kept = Object.entries(spec.attackOptions ?? {}).filter(([name]) => attacks.includes(name as AttackName));
    const { attackOptions: _, ...others } = spec;
    onChange({ ...others, attacks, ...(kept.length > 0 && { attackOptions: Object.fromEntries(kept) }) });
  };
  const setMitigations = (mitigations: Mitigation[]) => {
    const { mitigations: _, ...others } = spec;
    onChange({ ...others, ...(mitigations.length > 0 && { mitigations }) });
  };
  return (
    <>
      <AttackPicker
        catalogue={props.catalogue}
        version={props.version}
        chosen={spec.attacks}
        many
        options={spec.attackOptions ?? {}}
        onChoose={chooseAttacks}
        onOptions={setOptions}
      />
      <div className={styles.fields}>
        <TypedField
          label="Levels, % of training rows"
          value={spec.levels}
          text={(levels) => levels.join(', ')}
          read={readLevels}
          onChange={(levels) => onChange({ ...spec, levels })}
        />
        <TypedField
          label="Seeds"
          description="Five or more give intervals"
          inputMode="numeric"
          value={spec.seeds}
          text={String}
          read={(typed) => readNumber(typed, { min: 1, max: 10_000, whole: true })}
          onChange={(seeds) => onChange({ ...spec, seeds })}
        />
        <TypedField
          label="Gate, accuracy to keep"
          description="From 0 to 1; empty for none"
          inputMode="decimal"
          value={spec.gate}
          text={(gate) => (gate === undefined ? '' : String(gate))}
          read={readGate}
          onChange={(gate) => {
            const { gate: _, ...others } = spec;
            onChange({ ...others, ...(gate !== undefined && { gate }) });
          }}
        />
      </div>
      <TypedField
        label="Also tell results by a column"
        description="Its values, or the quarters of a number; empty for none"
        value={spec.sliceBy}
        text={(column) => column ?? ''}
        read={readColumn}
        onChange={(sliceBy) => {
          const { sliceBy: _, ...others } = spec;
          onChange({ ...others, ...(sliceBy !== undefined && { sliceBy }) });
        }}
      />
      <fieldset className={form.group}>
        <legend>Models</legend>
        {MODEL_KINDS.map((kind) => (
          <Checkbox
            key={kind}
            label={SERIES[kind].name}
            checked={spec.models.includes(kind)}
            onChange={() => {
              const models = toggled(MODEL_KINDS, spec.models, kind);
              if (models.length > 0) onChange({ ...spec, models });
            }}
          />
        ))}
      </fieldset>
      <fieldset className={form.group}>
        <legend>Beside no cleaning, also clean the flagged labels by</legend>
        {MITIGATIONS.map((mitigation) => (
          <Checkbox
            key={mitigation}
            label={MITIGATION_WORDS[mitigation].says}
            checked={spec.mitigations?.includes(mitigation) ?? false}
            onChange={() => setMitigations(toggled(MITIGATIONS, spec.mitigations ?? [], mitigation))}
          />
        ))}
      </fieldset>
    </>
  );
}
