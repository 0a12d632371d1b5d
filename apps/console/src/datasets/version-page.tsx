import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { VersionSummary } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { TruthSection } from '../lab/truth-section.js';
import { queries } from '../queries.js';
import { useRecalledThings } from '../recalls/use-recalled-things.js';
import { VersionKindBadge } from '../ui/badge.js';
import { Digest } from '../ui/digest.js';
import { count, counted } from '../ui/format.js';
import { Facts, PageBody, PageHead, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { Empty, QueryView } from '../ui/query-view.js';
import { Term } from '../ui/term.js';
import { Time } from '../ui/time.js';
import { ColumnTable } from './column-table.js';
import { fileWords } from './file-facts.js';
import { LabelTable } from './label-table.js';
import { RecallNotes } from './recall-notes.js';
import { RunList } from './run-list.js';
import { SourceTable } from './source-table.js';
import { ValidationPanel } from './validation-panel.js';
import { VersionActions } from './version-actions.js';
import { VersionMore } from './version-more.js';
import { VersionRail } from './version-rail.js';
import { findVersion, versionSentence } from './version-sentence.js';

/** Can I train on this? The version, what is in it, what may be done with it, and what came of that. */
export function VersionPage() {
  const { name, digest } = useParams({ from: '/shell/datasets/$name/v/$digest' });
  const { id } = useSearch({ from: '/shell/datasets/$name/v/$digest' });
  const versions = useQuery(queries.versions(name));
  const chosen = versions.data && findVersion(versions.data.items, digest, id);
  return (
    <>
      <PageHead
        title={`Can I train on ${name}?`}
        crumbs={[{ text: 'Data', link: { to: '/datasets' } }, { text: name }]}
        actions={chosen && <VersionActions version={chosen} />}
      />
      <QueryViewInBody query={versions}>
        {(list) =>
          chosen ? (
            <VersionView version={chosen} versions={list.items} />
          ) : (
            <PageBody>
              <Empty
                says={`${name} has no version whose digest begins with ${digest}.`}
                action={<Link to="/datasets">Go to the datasets</Link>}
              />
            </PageBody>
          )
        }
      </QueryViewInBody>
    </>
  );
}

function QueryViewInBody<T>(props: Parameters<typeof QueryView<T>>[0]) {
  if (props.query.data !== undefined && !props.query.isRefetchError) return props.children(props.query.data);
  return (
    <PageBody>
      <QueryView {...props} />
    </PageBody>
  );
}

function VersionView({ version, versions }: { version: VersionSummary; versions: VersionSummary[] }) {
  const whole = useQuery(queries.version(version.id));
  const recalls = useInfiniteQuery(dataQueries.recalls({ dataset: version.dataset, state: 'active' }));
  const recalled = useRecalledThings((recalls.data?.pages ?? []).flatMap(({ items }) => items)).has(version.id);
  const verdict = useQuery(dataQueries.validation(version.id));
  return (
    <>
      <Facts>
        <span>
          <VersionKindBadge kind={version.kind} />
        </span>
        <span>
          <strong>{counted(version.rows, 'row')}</strong>, {counted(version.features, 'field')}
        </span>
        <span>
          Label <strong>{version.target}</strong>
        </span>
        <span>
          <Term of="digest">Version</Term> <Digest digest={version.digest} />
        </span>
        <span>
          Made <Time iso={version.createdAt} /> by <strong>{version.createdBy}</strong>
        </span>
      </Facts>
      <PageBody>
        <div className={page.withAside}>
          <div>
            <div>
              <RecallNotes version={version} />
              <p className={page.sentence}>
                {recalled
                  ? 'No: it holds recalled data.'
                  : verdict.data?.quarantined
                    ? 'Not yet: validation holds it in quarantine. The findings below say why.'
                    : versionSentence(version)}
              </p>
              {whole.data?.file && <p className={page.muted}>{fileWords(whole.data.file)}</p>}
            </div>
            {version.warnings.length > 0 && (
              <div>
                {version.warnings.map((warning) => (
                  <p key={warning} className={page.note}>
                    {warning}
                  </p>
                ))}
              </div>
            )}
            <ValidationPanel version={version} />
            <Section
              title="Labels"
              says={`${counted(version.classes.length, 'class', 'classes')} in ${count(version.rows)} rows.`}
            >
              <LabelTable version={version} parent={versions.find((other) => other.id === version.parentId)} />
            </Section>
            {version.kind === 'poisoned' && <TruthSection version={version} />}
            <SourceTable version={version} />
            <Section title="Fields">
              <QueryView query={whole}>{(data) => <ColumnTable {...data} />}</QueryView>
            </Section>
            <RunList version={version} />
          </div>
          <div>
            <VersionRail versions={versions} shown={version} />
            <VersionMore version={version} />
          </div>
        </div>
      </PageBody>
    </>
  );
}
