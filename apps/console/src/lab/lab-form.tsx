import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { AttackCatalogue, RunPriority, VersionSummary } from '@antidote/contracts';
import { api } from '../api.js';
import { useMay } from '../people/account.js';
import { MODEL_KINDS } from '../theme/series.js';
import { count, duration } from '../ui/format.js';
import { Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { AlsoStudy } from './also-study.js';
import { labApi } from './lab-api.js';
import { PoisonFields } from './poison-fields.js';
import { PreviewPanel } from './preview-panel.js';
import { FIRST_POISON, FIRST_STUDY, readSpec, writeSpec, type LabSpec } from './spec-document.js';
import { previewOf, refuse } from './lab-checks.js';
import { startStudies } from './start-studies.js';
import { StudyFields } from './study-fields.js';
import styles from './lab.module.css';

const PRIORITIES: { value: RunPriority; label: string }[] = [
  { value: 'low', label: 'Low' },
  { value: 'normal', label: 'Normal' },
  { value: 'high', label: 'High' },
];

/** The spec twice, as a form and as a document, in step; then what it would do, what it costs, and Start. */
export function LabForm(props: {
  kind: LabSpec['kind'];
  version: VersionSummary;
  catalogue: AttackCatalogue;
  /** The other datasets. */
  others: string[];
}) {
  const { kind, version, catalogue } = props;
  const first: LabSpec = kind === 'study' ? { kind, spec: FIRST_STUDY } : { kind, spec: FIRST_POISON };
  const [lab, setLab] = useState(first);
  const [text, setText] = useState(writeSpec(first));
  const [fault, setFault] = useState<string | null>(null);
  const [also, setAlso] = useState<string[]>([]);
  const [priority, setPriority] = useState<RunPriority>('normal');
  const client = useQueryClient();
  const navigate = useNavigate();
  const may = useMay('run:start');

  const dryRun = useMutation({
    mutationFn: async (asked: LabSpec) => {
      const [preview, estimate] = await Promise.all([
        labApi.preview(version.id, previewOf(asked)),
        asked.kind === 'study' ? labApi.estimate(version.id, asked.spec) : null,
      ]);
      return { preview, estimate };
    },
  });
  const start = useMutation({
    mutationFn: async (asked: LabSpec) => {
      const common = { versionId: version.id, ...(priority !== 'normal' && { priority }) };
      return asked.kind === 'study'
        ? startStudies({ ...asked, ...common }, also)
        : [await api.startRun({ ...asked, ...common })];
    },
    onSuccess: async (runs) => {
      await client.invalidateQueries({ queryKey: ['runs'] });
      await client.invalidateQueries({ queryKey: ['versions'] });
      const { dataset: name, digest } = version;
      if (kind === 'poison') void navigate({ to: '/datasets/$name/v/$digest', params: { name, digest } });
      else if (runs.length === 1) void navigate({ to: '/studies/$id', params: { id: runs[0]!.id } });
      else void navigate({ to: '/studies/compare', search: { ids: runs.map(({ id }) => id).join(',') } });
    },
  });

  const change = (next: LabSpec) => {
    setLab(next);
    setText(writeSpec(next));
    setFault(null);
    dryRun.reset();
  };
  const type = (typed: string) => {
    setText(typed);
    const names = { attacks: catalogue.attacks.map(({ name }) => name), models: MODEL_KINDS };
    const read = readSpec(kind, typed, names);
    setFault(read.fault);
    if (read.value !== null) setLab(read.value);
    dryRun.reset();
  };
  const notYet = fault ?? refuse(lab) ?? (may ? null : 'Starting runs is for data people and engineers.');
  const done = dryRun.data;
  return (
    <>
      <div className={styles.sides}>
        <div className={styles.form}>
          {lab.kind === 'study' ? (
            <StudyFields
              spec={lab.spec}
              version={version}
              catalogue={catalogue}
              onChange={(spec) => change({ kind: 'study', spec })}
            />
          ) : (
            <PoisonFields
              spec={lab.spec}
              version={version}
              catalogue={catalogue}
              onChange={(spec) => change({ kind: 'poison', spec })}
            />
          )}
          {kind === 'study' && <AlsoStudy others={props.others} chosen={also} onChange={setAlso} />}
        </div>
        <div className={styles.side}>
          <Textarea
            className={styles.document}
            label="The same as a document"
            description="YAML or JSON; the form follows what is typed here."
            rows={14}
            spellCheck={false}
            value={text}
            error={fault}
            onChange={(event) => type(event.currentTarget.value)}
          />
          <NativeSelect
            label="Priority"
            description="Runs of a higher priority are served first; among equals, studies take turns."
            data={PRIORITIES}
            value={priority}
            onChange={(event) => setPriority(event.currentTarget.value as RunPriority)}
          />
          <div className={styles.buttons}>
            <Button
              variant="default"
              loading={dryRun.isPending}
              disabled={notYet !== null}
              onClick={() => dryRun.mutate(lab)}
            >
              Dry run
            </Button>
            <Button loading={start.isPending} disabled={notYet !== null} onClick={() => start.mutate(lab)}>
              {lab.kind === 'poison'
                ? 'Poison'
                : also.length > 0
                  ? `Start ${also.length + 1} studies`
                  : 'Start the study'}
            </Button>
          </div>
          <div role="status">
            {notYet !== null && fault === null && <p>{notYet}</p>}
            {done?.estimate && (
              <p>
                {count(done.estimate.fits)} fits on {count(done.estimate.trainRows)} training rows each:{' '}
                <strong>about {duration(1000 * done.estimate.seconds)}</strong> of one processor, shared by all workers.
                It runs on your own machines and costs nothing else.
              </p>
            )}
            {done?.estimate?.warnings.map((warning) => (
              <p key={warning} className={page.note}>
                {warning}
              </p>
            ))}
          </div>
          {dryRun.error != null && <ProblemPanel error={dryRun.error} />}
          {start.error != null && <ProblemPanel error={start.error} />}
        </div>
      </div>
      {done && <PreviewPanel preview={done.preview} target={version.target} />}
      {!done && (
        <Section
          title="What would change"
          says="A dry run shows the rows that the first attack would change, at its highest level, and keeps nothing."
        >
          {null}
        </Section>
      )}
    </>
  );
}
