import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Impact, ImpactSubject } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { LineageView } from '../lineage/lineage-view.js';
import { useMay } from '../people/account.js';
import { RecallDialog } from '../recalls/recall-dialog.js';
import { useRecalledThings } from '../recalls/use-recalled-things.js';
import { counted } from '../ui/format.js';
import { Facts, PageBody, PageHead, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { Empty, QueryView } from '../ui/query-view.js';
import { AliasTable } from './alias-table.js';
import { AffectedVersions, NodeTable } from './affected-tables.js';
import { readImpactRef } from './impact-ref.js';
import { impactSentence, liveAliases, subjectWords } from './impact-sentence.js';

/** What did this touch? Everything downstream of a version, row or source, what serves now first. */
export function ImpactPage() {
  const { ref } = useParams({ from: '/shell/impact/$ref' });
  const subject = readImpactRef(ref);
  if (subject !== null) return <OfSubject key={ref} subject={subject} />;
  return (
    <>
      <PageHead title="What did it touch?" crumbs={[{ text: 'Data', link: { to: '/datasets' } }]} />
      <PageBody>
        <Empty
          says={`"${ref}" names no version, row or source. Open a version, and ask from there what it or one of its sources touched.`}
          action={<Link to="/datasets">Choose a dataset</Link>}
        />
      </PageBody>
    </>
  );
}

function OfSubject({ subject }: { subject: ImpactSubject }) {
  const impact = useQuery(dataQueries.impact(subject));
  const [recalling, setRecalling] = useState(false);
  const mayRecall = useMay('dataset:recall');
  const dataset = subject.type === 'source' ? subject.dataset : impact.data?.versions[0]?.dataset;
  const recalls = useInfiniteQuery(dataQueries.recalls({ state: 'active' }));
  const active = (recalls.data?.pages ?? []).flatMap(({ items }) => items);
  const recalled = useRecalledThings(active);
  const recall = active.find((one) => JSON.stringify(one.subject) === JSON.stringify(subject));
  const actions =
    subject.type === 'row' || impact.data === undefined || recall ? undefined : (
      <>
        {!mayRecall && <span className={`${page.muted} ${page.small}`}>Only data people and admins may recall.</span>}
        <Button disabled={!mayRecall} onClick={() => setRecalling(true)}>
          Recall
        </Button>
      </>
    );
  return (
    <>
      <PageHead
        title={`What did ${subjectWords(subject)} touch?`}
        crumbs={[
          { text: 'Data', link: { to: '/datasets' } },
          ...(dataset === undefined ? [] : [{ text: dataset }]),
          { text: 'Impact' },
        ]}
        actions={actions}
      />
      {impact.data && <ImpactFacts impact={impact.data} />}
      <PageBody>
        {recall && (
          <p className={page.note}>
            Recalled by {recall.createdBy}: {recall.reason}{' '}
            <Link to="/recalls/$id" params={{ id: recall.id }}>
              Open the recall
            </Link>
          </p>
        )}
        <QueryView query={impact}>{(data) => <ImpactView impact={data} recalled={recalled} />}</QueryView>
        {recalling && subject.type !== 'row' && <RecallDialog subject={subject} onClose={() => setRecalling(false)} />}
      </PageBody>
    </>
  );
}

const ImpactFacts = ({ impact }: { impact: Impact }) => (
  <Facts>
    <span>
      <strong>{counted(impact.versions.length, 'version')}</strong>
    </span>
    <span>
      <strong>{counted(impact.models.length, 'model')}</strong>
    </span>
    <span>
      <strong>{counted(liveAliases(impact).length, 'live alias', 'live aliases')}</strong>
    </span>
    <span>
      {counted(impact.runs.length, 'run')}, {counted(impact.reviews.length, 'review')},{' '}
      {counted(impact.promotions.length, 'promotion')}
    </span>
  </Facts>
);

function ImpactView({ impact, recalled }: { impact: Impact; recalled: ReadonlySet<string> }) {
  const nodes = [impact.versions, impact.runs, impact.reviews, impact.models, impact.promotions].flat();
  const focus = impact.subject.type === 'source' ? (impact.versions[0]?.id ?? null) : impact.subject.versionId;
  const live = liveAliases(impact);
  const past = impact.aliases.filter(({ until }) => until !== null);
  return (
    <>
      <div>
        <p className={page.sentence}>{impactSentence(impact)}</p>
        {impact.limits.map((limit) => (
          <p key={limit} className={page.note}>
            {limit}
          </p>
        ))}
      </div>
      {live.length > 0 && (
        <Section title="Serving now" says="Aliases that point to a model trained on it.">
          <AliasTable windows={live} label="Aliases serving now" />
        </Section>
      )}
      {past.length > 0 && (
        <Section title="Served before">
          <AliasTable windows={past} label="Aliases that served before" />
        </Section>
      )}
      {impact.versions.length > 0 && (
        <Section title="Versions that hold it">
          <AffectedVersions versions={impact.versions} whole={impact.subject.type === 'version'} />
        </Section>
      )}
      {impact.models.length > 0 && (
        <Section title="Models trained on it">
          <NodeTable nodes={impact.models} label="Models" />
        </Section>
      )}
      {impact.promotions.length > 0 && (
        <Section title="Promotions of such models">
          <NodeTable nodes={impact.promotions} label="Promotions" />
        </Section>
      )}
      {impact.reviews.length + impact.runs.length > 0 && (
        <Section title="Reviews and runs">
          <NodeTable nodes={[...impact.reviews, ...impact.runs]} label="Reviews and runs" />
        </Section>
      )}
      {nodes.length > 1 && (
        <Section title="The way it went">
          <LineageView nodes={inOrder(nodes, impact.edges)} edges={impact.edges} focus={focus} recalled={recalled} />
        </Section>
      )}
    </>
  );
}

/** Each thing after all that flowed into it, else in the order given; `edges` have no cycle. */
function inOrder(nodes: Impact['runs'], edges: Impact['edges']): Impact['runs'] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const into = new Map<string, string[]>();
  for (const { from, to } of edges) into.set(to, [...(into.get(to) ?? []), from]);
  const placed = new Set<Impact['runs'][number]>();
  const place = (id: string) => {
    const node = byId.get(id);
    if (node === undefined || placed.has(node)) return;
    for (const from of into.get(id) ?? []) place(from);
    placed.add(node);
  };
  for (const { id } of nodes) place(id);
  return [...placed];
}
