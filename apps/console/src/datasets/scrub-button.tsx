import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { dataApi } from '../data-api.js';
import { useMay } from '../people/account.js';
import { counted } from '../ui/format.js';
import { Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { scrubSentence } from './scrub-sentence.js';

/** Reads every stored byte again and says what was found. */
export function ScrubButton() {
  const mayWrite = useMay('dataset:write');
  const scrub = useMutation({ mutationFn: () => dataApi.scrub() });
  if (!mayWrite) return null;
  return (
    <Section
      title="Is it still what was registered?"
      says="Every stored byte is read again. What is damaged is put aside, and never served."
    >
      <div>
        <Button variant="default" loading={scrub.isPending} onClick={() => scrub.mutate()}>
          Check the stored bytes
        </Button>
      </div>
      {scrub.error && <ProblemPanel error={scrub.error} />}
      {scrub.data && (
        <div role="status">
          <p className={scrub.data.damage.length > 0 ? page.note : undefined}>{scrubSentence(scrub.data)}</p>
          {scrub.data.damage.length > 0 && (
            <ul>
              {scrub.data.damage.map(({ sha256, state, references }) => (
                <li key={sha256}>
                  {sha256.slice(0, 8)} is {state}: it is in {counted(references.length, 'thing')}
                  {references.length > 0 &&
                    `, ${[...new Set(references.map((one) => `${one.part} of a ${one.type} of ${one.dataset}`))].join('; ')}`}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Section>
  );
}
