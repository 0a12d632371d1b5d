import { NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { VersionSummary } from '@antidote/contracts';
import { queries } from '../queries.js';
import { VERSION_KIND_WORDS } from '../ui/words.js';
import { Choice } from '../ui/choice.js';
import { counted, shortDigest } from '../ui/format.js';
import { PageBody, PageHead } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { LabForm } from './lab-form.js';
import styles from './lab.module.css';
import { labQueries } from './lab-queries.js';

/** What would this attack do? A dataset version, an attack or several, a dry run, and Start. */
export function LabPage() {
  const datasets = useInfiniteQuery(queries.datasets());
  const { dataset } = useSearch({ from: '/shell/lab/new' });
  const navigate = useNavigate({ from: '/lab/new' });
  return (
    <>
      <PageHead
        title="What would this attack do?"
        crumbs={[{ text: 'Lab', link: { to: '/studies' } }, { text: 'New' }]}
      />
      <PageBody>
        <QueryView query={datasets}>
          {(data) => {
            const names = data.pages.flatMap((page) => page.items.map((item) => item.name));
            if (names.length === 0) {
              return (
                <Empty
                  says="The lab poisons copies of a dataset, on purpose. Register one first."
                  action={<Link to="/datasets/new">Register a dataset</Link>}
                />
              );
            }
            const chosen = dataset ?? names[0]!;
            return (
              <VersionChoice
                key={chosen}
                dataset={chosen}
                datasets={names.includes(chosen) ? names : [chosen, ...names]}
                onDataset={(name) => void navigate({ search: (old) => ({ do: old.do, dataset: name }), replace: true })}
              />
            );
          }}
        </QueryView>
      </PageBody>
    </>
  );
}

function versionWords(version: VersionSummary): string {
  return `${VERSION_KIND_WORDS[version.kind]} ${shortDigest(version.digest)}, ${counted(version.rows, 'row')}`;
}

function VersionChoice(props: { dataset: string; datasets: string[]; onDataset: (name: string) => void }) {
  const versions = useQuery(queries.versions(props.dataset));
  const attacks = useQuery(labQueries.attacks());
  const search = useSearch({ from: '/shell/lab/new' });
  const navigate = useNavigate({ from: '/lab/new' });
  const kind = search.do ?? 'study';
  return (
    <QueryView query={versions}>
      {({ items }) => {
        const version =
          items.find(({ id }) => id === search.version) ?? items.find(({ kind }) => kind !== 'poisoned') ?? items[0]!;
        return (
          <>
            <LabHead
              {...props}
              versions={items}
              version={version}
              onVersion={(id) => void navigate({ search: (old) => ({ ...old, version: id }), replace: true })}
            />
            <div className={styles.choice}>
              <Choice
                label="What to do"
                options={['study', 'poison'] as const}
                value={kind}
                text={(option) => (option === 'study' ? 'Study models under attack' : 'Poison one copy')}
                onChange={(chosen) => void navigate({ search: (old) => ({ ...old, do: chosen }), replace: true })}
              />
            </div>
            <QueryView query={attacks}>
              {(catalogue) => (
                <LabForm
                  key={`${kind} ${version.id}`}
                  kind={kind}
                  version={version}
                  catalogue={catalogue}
                  others={props.datasets.filter((name) => name !== props.dataset)}
                />
              )}
            </QueryView>
          </>
        );
      }}
    </QueryView>
  );
}

function LabHead(props: {
  dataset: string;
  datasets: string[];
  versions: VersionSummary[];
  version: VersionSummary;
  onDataset: (name: string) => void;
  onVersion: (id: string) => void;
}) {
  return (
    <div className={styles.fields}>
      <NativeSelect
        label="Dataset"
        data={props.datasets}
        value={props.dataset}
        onChange={(event) => props.onDataset(event.currentTarget.value)}
      />
      <NativeSelect
        label="Version"
        data={props.versions.map((version) => ({ value: version.id, label: versionWords(version) }))}
        value={props.version.id}
        onChange={(event) => props.onVersion(event.currentTarget.value)}
      />
    </div>
  );
}
