import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttackDescription, AttackOptions, VersionSummary } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { readRanges, writeRanges } from './range-text.js';
import styles from './lab.module.css';

const names = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** What an attack aims at and can reach, as far as it takes such; empty fields leave its own choice. */
export function AttackOptionFields(props: {
  attack: AttackDescription;
  version: VersionSummary;
  options: AttackOptions;
  onChange: (options: AttackOptions) => void;
}) {
  const { attack, version, options, onChange } = props;
  const known = useQuery(dataQueries.sources(version.id)).data?.sources ?? [];
  const [fault, setFault] = useState<string | null>(null);
  const takes = (name: keyof AttackOptions) => attack.takes.includes(name);
  const set = (change: Partial<Record<keyof AttackOptions, unknown>>) =>
    onChange(
      Object.fromEntries(
        Object.entries({ ...options, ...change }).filter(([, value]) => value !== undefined),
      ) as AttackOptions,
    );
  const classes = version.classes.map(({ label }) => ({ value: label, label }));
  const classField = (name: 'sourceClass' | 'targetClass', label: string) =>
    takes(name) && (
      <NativeSelect
        label={label}
        data={[{ value: '', label: 'The attack chooses' }, ...classes]}
        value={options[name] ?? ''}
        onChange={(event) => set({ [name]: event.currentTarget.value || undefined })}
      />
    );
  const namesField = (name: 'columns' | 'sources', label: string) =>
    takes(name) && (
      <TextInput
        label={label}
        placeholder="All"
        description="Names, with commas"
        defaultValue={options[name]?.join(', ') ?? ''}
        onBlur={(event) => {
          const given = names(event.currentTarget.value);
          set({ [name]: given.length > 0 ? given : undefined });
        }}
      />
    );
  return (
    <div className={styles.fields}>
      {classField('sourceClass', 'Class attacked')}
      {classField('targetClass', 'Target class')}
      {takes('triggerColumns') && (
        <NativeSelect
          label="Columns in the trigger"
          data={[
            { value: '', label: 'The attack chooses' },
            ...[1, 2, 3, 4, 5].map((value) => ({ value: String(value), label: String(value) })),
          ]}
          value={options.triggerColumns === undefined ? '' : String(options.triggerColumns)}
          onChange={(event) => set({ triggerColumns: Number(event.currentTarget.value) || undefined })}
        />
      )}
      {namesField('columns', 'Columns it can write')}
      {takes('ranges') && (
        <TextInput
          label="Values it can write"
          placeholder="Any"
          description="Such as: age 18 to 90, income 0 to 5000"
          defaultValue={writeRanges(options.ranges)}
          error={fault}
          onBlur={(event) => {
            const read = readRanges(event.currentTarget.value);
            setFault(read.fault);
            if (read.fault === null) set({ ranges: read.ranges });
          }}
        />
      )}
      {known.length > 0 && namesField('sources', 'Sources it can reach')}
    </div>
  );
}
