import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Model } from '@antidote/contracts';
import { api } from '../api.js';
import { queries } from '../queries.js';
import { Digest } from '../ui/digest.js';
import { percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { QueryView } from '../ui/query-view.js';
import styles from './models.module.css';

interface Aliased {
  key: string;
  name: string;
  alias: string;
  model: Model;
}

const aliasedModels = (models: Model[]): Aliased[] =>
  models.flatMap((model) =>
    (model.registered?.aliases ?? []).map((alias) => ({
      key: `${model.registered?.name}@${alias}`,
      name: model.registered?.name ?? '',
      alias,
      model,
    })),
  );

/** Tries a model as the registry serves it: loaded back by its alias, never from our own records. */
export function PredictPanel(props: { models: Model[]; chosen: string | undefined; onChoose: (key: string) => void }) {
  const aliased = aliasedModels(props.models);
  const at = aliased.find((item) => item.key === props.chosen) ?? aliased[0];
  return (
    <Section
      title="Try a promoted model"
      says="It is loaded back from the registry by its alias, its bytes are checked, and it predicts the row below."
    >
      {at ? (
        <>
          <NativeSelect
            label="Model and alias"
            maw={360}
            mb={16}
            data={aliased.map((item) => item.key)}
            value={at.key}
            onChange={(event) => props.onChoose(event.currentTarget.value)}
          />
          <PredictForm key={at.key} aliased={at} />
        </>
      ) : (
        <p>No model holds an alias yet; promote one first.</p>
      )}
    </Section>
  );
}

function PredictForm({ aliased }: { aliased: Aliased }) {
  const version = useQuery(queries.version(aliased.model.versionId));
  const sample = useQuery(queries.rows(aliased.model.versionId, 0, 1));
  const [typed, setTyped] = useState<Record<string, string>>({});
  const predict = useMutation({
    mutationFn: (row: Record<string, string>) => api.predict(aliased.name, aliased.alias, { rows: [row] }),
  });
  return (
    <QueryView query={version}>
      {({ columns }) => {
        const first = sample.data?.rows[0]?.values ?? [];
        const value = (name: string) => typed[name] ?? first[sample.data?.columns.indexOf(name) ?? -1] ?? '';
        const submit = (event: FormEvent) => {
          event.preventDefault();
          predict.mutate(Object.fromEntries(columns.map(({ name }) => [name, value(name)])));
        };
        return (
          <div className={styles.predict}>
            <form className={styles.fields} onSubmit={submit}>
              {columns.map(({ name }) => (
                <TextInput
                  key={name}
                  label={name}
                  value={value(name)}
                  onChange={(event) => {
                    const text = event.currentTarget.value;
                    setTyped((before) => ({ ...before, [name]: text }));
                  }}
                />
              ))}
              <div className={styles.wide}>
                <Button type="submit" loading={predict.isPending}>
                  Predict
                </Button>
              </div>
            </form>
            <div className={styles.outcome} aria-live="polite">
              {predict.error && <ProblemPanel error={predict.error} />}
              {predict.data && <Outcome answer={predict.data} />}
            </div>
          </div>
        );
      }}
    </QueryView>
  );
}

function Outcome({ answer }: { answer: Awaited<ReturnType<typeof api.predict>> }) {
  const first = answer.predictions[0];
  if (!first) return <p>The answer holds no prediction.</p>;
  return (
    <>
      <h3>Prediction: {first.prediction}</h3>
      {answer.classes.map((label, index) => (
        <div key={label} className={styles.probability}>
          <span>{label}</span>
          <span className={styles.track} aria-hidden>
            <div style={{ width: `${100 * (first.probabilities[index] ?? 0)}%` }} />
          </span>
          <span>{percent(first.probabilities[index] ?? 0)}</span>
        </div>
      ))}
      <p>
        {answer.registeredModel}, version {answer.modelVersion}, bytes <Digest digest={answer.sha256} />
      </p>
    </>
  );
}
