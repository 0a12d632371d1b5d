import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { VersionSummary } from '@antidote/contracts';
import { impactRef } from '../impact/impact-ref.js';
import { useMay } from '../people/account.js';
import { Section } from '../ui/page.js';
import styles from './data.module.css';
import { EraseDialog } from './erase-dialog.js';

/** Where a version leads: its lineage, what it touched, the trusted set, the data sheet; and the way to erase rows. */
export function VersionMore({ version }: { version: VersionSummary }) {
  const mayErase = useMay('dataset:erase');
  const [erasing, setErasing] = useState(false);
  return (
    <Section title="More on this version">
      <ul className={styles.more}>
        <li>
          <Link to="/lineage" search={{ focus: version.id }}>
            Where it came from and went
          </Link>
        </li>
        <li>
          <Link to="/impact/$ref" params={{ ref: impactRef({ type: 'version', versionId: version.id }) }}>
            What it touched
          </Link>
        </li>
        {version.parentId !== null && (
          <li>
            <Link
              to="/datasets/$name/diff"
              params={{ name: version.dataset }}
              search={{ from: version.parentId, to: version.id }}
            >
              What changed against the version before
            </Link>
          </li>
        )}
        <li>
          <Link to="/datasets/$name/trusted" params={{ name: version.dataset }}>
            Trusted set
          </Link>
        </li>
        <li>
          <Link to="/datasets/$name/rules" params={{ name: version.dataset }} search={{ from: version.id }}>
            Expectations, sensitive columns, retention
          </Link>
        </li>
        <li>
          <a href={`/api/v1/versions/${version.id}/export.csv`} download>
            The rows as CSV
          </a>
        </li>
        <li>
          <a href={`/api/v1/versions/${version.id}/sheet.html`} target="_blank" rel="noreferrer">
            Data sheet
          </a>
        </li>
        <li>
          <Link to="/feature-sets" search={{ version: version.id }}>
            Feature sets
          </Link>
        </li>
      </ul>
      {mayErase && (
        <Button size="xs" variant="default" onClick={() => setErasing(true)}>
          Erase rows
        </Button>
      )}
      {erasing && <EraseDialog version={version} onClose={() => setErasing(false)} />}
    </Section>
  );
}
