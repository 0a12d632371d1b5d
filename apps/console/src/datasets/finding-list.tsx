import { Link } from '@tanstack/react-router';
import type { Finding, VersionSummary } from '@antidote/contracts';
import { impactRef } from '../impact/impact-ref.js';
import { Badge, type Role } from '../ui/badge.js';
import { counted } from '../ui/format.js';
import type { IconName } from '../ui/icons.js';
import styles from './data.module.css';

const SEVERITIES: Record<Finding['severity'], [Role, IconName, string]> = {
  block: ['block', 'stop', 'Blocks'],
  warn: ['warn', 'warn', 'Worth a look'],
  info: ['plain', 'question', 'Good to know'],
};
const ORDER = Object.keys(SEVERITIES);
const ROWS_SHOWN = 20;

/** Findings, worst first: what it is, the rows, and what to do. */
export function FindingList({ findings, version }: { findings: Finding[]; version: VersionSummary }) {
  const sorted = [...findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return (
    <ul className={styles.findings}>
      {sorted.map((finding, index) => {
        const [role, icon, word] = SEVERITIES[finding.severity];
        return (
          <li key={index}>
            <p>
              <Badge role={role} icon={icon}>
                {word}
              </Badge>{' '}
              <strong>{finding.message}</strong>
            </p>
            {finding.rowCount > 0 && (
              <p>
                {counted(finding.rowCount, 'row')}
                {finding.quarantine && ', set apart'}
                {finding.rows.length > 0 && ': '}
                <Rows finding={finding} version={version} />
              </p>
            )}
            <p>{finding.remedy}</p>
          </li>
        );
      })}
    </ul>
  );
}

/** The first rows concerned; each leads to where else the row is. */
function Rows({ finding, version }: { finding: Finding; version: VersionSummary }) {
  const shown = finding.rows.slice(0, ROWS_SHOWN);
  return (
    <>
      {shown.map((row, index) => (
        <span key={row}>
          {index > 0 && ', '}
          <Link to="/impact/$ref" params={{ ref: impactRef({ type: 'row', versionId: version.id, row }) }}>
            {row}
          </Link>
        </span>
      ))}
      {finding.rowCount > shown.length && shown.length > 0 && ' and more'}
    </>
  );
}
