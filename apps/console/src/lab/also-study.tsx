import { Checkbox } from '@mantine/core';
import form from '../ui/form.module.css';

/** Other datasets that the same study is made of: each its newest version that nobody poisoned. */
export function AlsoStudy(props: { others: string[]; chosen: string[]; onChange: (chosen: string[]) => void }) {
  const { others, chosen, onChange } = props;
  if (others.length === 0) return null;
  return (
    <fieldset className={form.group}>
      <legend>Also study, by the same spec</legend>
      {others.map((name) => (
        <Checkbox
          key={name}
          label={name}
          checked={chosen.includes(name)}
          onChange={() => onChange(others.filter((other) => chosen.includes(other) !== (other === name)))}
        />
      ))}
    </fieldset>
  );
}
