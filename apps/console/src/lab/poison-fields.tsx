import { useState } from 'react';
import type { AttackCatalogue, PoisonSpec, VersionSummary } from '@antidote/contracts';
import { Choice } from '../ui/choice.js';
import { counted } from '../ui/format.js';
import { readNumber } from '../ui/read-field.js';
import { AttackPicker } from './attack-picker.js';
import styles from './lab.module.css';
import { TypedField } from './typed-field.js';

const SEEDS = { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true };

/** One attack, its budget as a share or as rows, and the seed. */
export function PoisonFields(props: {
  spec: PoisonSpec;
  version: VersionSummary;
  catalogue: AttackCatalogue;
  onChange: (spec: PoisonSpec) => void;
}) {
  const { spec, version, catalogue, onChange } = props;
  const [unit, setUnit] = useState<'percent' | 'rows'>('percent');
  const rows = version.rows;
  return (
    <>
      <AttackPicker
        catalogue={catalogue}
        version={version}
        chosen={[spec.attack]}
        many={false}
        options={{ [spec.attack]: spec.options ?? {} }}
        onChoose={([attack]) => onChange({ attack: attack!, percent: spec.percent, seed: spec.seed })}
        onOptions={(_, options) =>
          onChange({
            attack: spec.attack,
            percent: spec.percent,
            seed: spec.seed,
            ...(Object.keys(options).length > 0 && { options }),
          })
        }
      />
      <div className={styles.choice}>
        <Choice
          label="Budget in"
          options={['percent', 'rows'] as const}
          value={unit}
          text={(option) => (option === 'percent' ? 'Share of rows' : 'Number of rows')}
          onChange={setUnit}
        />
      </div>
      <div className={styles.fields}>
        {unit === 'percent' ? (
          <TypedField
            key="percent"
            label="Budget, % of rows"
            description={`${counted(Math.floor((rows * spec.percent) / 100 + 0.5), 'row')} of ${counted(rows, 'row')}`}
            inputMode="decimal"
            value={spec.percent}
            text={String}
            read={(typed) => readNumber(typed, { min: 0, max: 100 })}
            onChange={(percent) => onChange({ ...spec, percent })}
          />
        ) : (
          <TypedField
            key="rows"
            label="Budget, rows"
            description={`At most ${counted(rows, 'row')}`}
            inputMode="numeric"
            value={Math.floor((rows * spec.percent) / 100 + 0.5)}
            text={String}
            read={(typed) => readNumber(typed, { min: 0, max: rows, whole: true })}
            onChange={(given) => onChange({ ...spec, percent: (100 * given) / rows })}
          />
        )}
        <TypedField
          label="Seed"
          inputMode="numeric"
          value={spec.seed}
          text={String}
          read={(typed) => readNumber(typed, SEEDS)}
          onChange={(seed) => onChange({ ...spec, seed })}
        />
      </div>
    </>
  );
}
