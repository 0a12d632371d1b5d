import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { VersionSummary } from '@antidote/contracts';
import { useMay } from '../people/account.js';
import { FindForm } from './find-form.js';
import { PoisonForm } from './poison-form.js';
import { useStartRun } from './start-run.js';
import { StudyForm } from './study-form.js';
import { TrainForm } from './train-form.js';

const FORMS = { poison: PoisonForm, train: TrainForm, study: StudyForm, 'find-label-issues': FindForm };

/** What can be done with a version: each opens its form; the run then shows on the page, a study has its own. */
export function VersionActions({ version }: { version: VersionSummary }) {
  const [open, setOpen] = useState<keyof typeof FORMS | null>(null);
  const navigate = useNavigate();
  const run = useStartRun(version.dataset, (started) => {
    setOpen(null);
    if (started.kind === 'study') void navigate({ to: '/studies/$id', params: { id: started.id } });
    if (started.kind === 'find-label-issues') void navigate({ to: '/detections/$id', params: { id: started.id } });
  });
  const show = (form: keyof typeof FORMS) => {
    run.reset();
    setOpen(form);
  };
  const may = useMay('run:start');
  const Form = open && FORMS[open];
  const poisoned = version.kind === 'poisoned';
  if (!may) return null;
  return (
    <>
      <Button variant="default" onClick={() => show('poison')}>
        Poison
      </Button>
      <Button variant="default" onClick={() => show('study')}>
        Study
      </Button>
      <Button variant={poisoned ? 'default' : 'filled'} onClick={() => show('train')}>
        Train
      </Button>
      <Button variant={poisoned ? 'filled' : 'default'} onClick={() => show('find-label-issues')}>
        Find suspicious labels
      </Button>
      {Form && (
        <Form
          version={version}
          start={(request) => run.mutate(request)}
          pending={run.isPending}
          error={run.error}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
