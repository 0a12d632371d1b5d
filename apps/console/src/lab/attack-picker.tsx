import type { AttackCatalogue, AttackName, AttackOptions, VersionSummary } from '@antidote/contracts';
import { ATTACK_WORDS } from '../ui/words.js';
import { AttackOptionFields } from './attack-options.js';
import styles from './lab.module.css';

/** The attacks in words; those chosen say what the attacker must know, their names in the catalogues, and what they take. */
export function AttackPicker(props: {
  catalogue: AttackCatalogue;
  version: VersionSummary;
  chosen: AttackName[];
  many: boolean;
  options: Partial<Record<AttackName, AttackOptions>>;
  onChoose: (attacks: AttackName[]) => void;
  onOptions: (attack: AttackName, options: AttackOptions) => void;
}) {
  const { catalogue, chosen, many } = props;
  const choose = (name: AttackName) => {
    if (!many) return props.onChoose([name]);
    const order = catalogue.attacks.map((attack) => attack.name);
    const next = order.filter((each) => chosen.includes(each) !== (each === name));
    if (next.length > 0) props.onChoose(next);
  };
  return (
    <fieldset className={styles.attacks} aria-label={many ? 'Attacks' : 'Attack'}>
      {catalogue.attacks.map((attack) => {
        const open = chosen.includes(attack.name);
        const { title, says } = ATTACK_WORDS[attack.name];
        return [
          <label key={attack.name} className={styles.attack}>
            <input
              type={many ? 'checkbox' : 'radio'}
              name="attack"
              checked={open}
              onChange={() => choose(attack.name)}
            />
            <span>
              <strong>{title}</strong> · {says}
            </span>
          </label>,
          open && (
            <div key={`${attack.name}-about`} className={styles.about}>
              <dl>
                <dt>Must know</dt>
                <dd>{attack.knowledge}</dd>
                <dt>Wants</dt>
                <dd>{attack.goal === 'integrity' ? 'chosen predictions to go wrong' : 'the model to be worse'}</dd>
                <dt>Known as</dt>
                <dd>
                  MITRE ATLAS {catalogue.atlasVersion} {attack.taxonomy.atlas} · OWASP {attack.taxonomy.owasp} · NIST{' '}
                  {attack.taxonomy.nist}
                </dd>
                <dt>Paper</dt>
                <dd>{attack.taxonomy.paper}</dd>
              </dl>
              <AttackOptionFields
                attack={attack}
                version={props.version}
                options={props.options[attack.name] ?? {}}
                onChange={(options) => props.onOptions(attack.name, options)}
              />
            </div>
          ),
        ];
      })}
    </fieldset>
  );
}
