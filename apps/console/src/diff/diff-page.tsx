import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { VersionDiff, VersionSummary } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { VersionLink } from '../datasets/version-link.js';
import { queries } from '../queries.js';
import { count, counted, shortDigest } from '../ui/format.js';
import { PageBody, PageHead, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { Empty, QueryView } from '../ui/query-view.js';
import { VERSION_KIND_WORDS } from '../ui/words.js';
import { CellTable } from './cell-table.js';
import { ClassTable, ColumnChanges, GroupTable } from './change-tables.js';
import { diffSentence } from './diff-sentence.js';
import styles from './diff.module.css';

const ROUTE = '/shell/datasets/$name/diff';

/** What changed between two versions, and by whom: groups of labels first, then rows, statistics and single cells. */
export function DiffPage() {
  const { name } = useParams({ from: ROUTE });
  const { from, to } = useSearch({ from: ROUTE });
  const versions = useQuery(queries.versions(name));
  return (
    <>
      <PageHead
        title={`What changed between two versions of ${name}?`}
        crumbs={[{ text: 'Data', link: { to: '/datasets' } }, { text: name }, { text: 'Difference' }]}
      />
      <PageBody>
        <QueryView query={versions}>
          {(list) => {
            if (list.items.length < 2) {
              return (
                <Empty
                  says={`${name} has ${counted(list.items.length, 'version')}: there is nothing to compare yet.`}
                  action={<Link to="/datasets">Go to the datasets</Link>}
                />
              );
            }
            const [newer, older] = chosen(list.items, from, to);
            return (
              <>
                <Choose versions={list.items} from={older} to={newer} />
                <Difference key={`${older.id} ${newer.id}`} name={name} from={older} to={newer} />
              </>
            );
          }}
        </QueryView>
      </PageBody>
    </>
  );
}

/** The versions that the address names, else the newest and what it was made from. */
function chosen(versions: VersionSummary[], from?: string, to?: string): [VersionSummary, VersionSummary] {
  const byId = new Map(versions.map((version) => [version.id, version]));
  const newer = byId.get(to ?? '') ?? versions[0]!;
  const older =
    byId.get(from ?? '') ?? byId.get(newer.parentId ?? '') ?? versions.find(({ id }) => id !== newer.id) ?? newer;
  return [newer, older];
}

function Choose({ versions, from, to }: { versions: VersionSummary[]; from: VersionSummary; to: VersionSummary }) {
  const navigate = useNavigate({ from: '/datasets/$name/diff' });
  const data = versions.map(({ id, kind, digest }) => ({
    value: id,
    label: `${VERSION_KIND_WORDS[kind]} ${shortDigest(digest)}`,
  }));
  const choose = (search: { from: string; to: string }) => void navigate({ search, replace: true, resetScroll: false });
  return (
    <div className={styles.choose}>
      <NativeSelect
        label="From"
        value={from.id}
        data={data}
        onChange={(event) => choose({ from: event.currentTarget.value, to: to.id })}
      />
      <NativeSelect
        label="To"
        value={to.id}
        data={data}
        onChange={(event) => choose({ from: from.id, to: event.currentTarget.value })}
      />
    </div>
  );
}

function Difference({ name, from, to }: { name: string; from: VersionSummary; to: VersionSummary }) {
  const diff = useQuery(dataQueries.diff(name, from.id, to.id, 0));
  return <QueryView query={diff}>{(data) => <DiffView name={name} diff={data} from={from} to={to} />}</QueryView>;
}

function DiffView(props: { name: string; diff: VersionDiff; from: VersionSummary; to: VersionSummary }) {
  const { diff, from, to } = props;
  return (
    <>
      <div className={page.stack}>
        <p className={page.sentence}>{diffSentence(diff)}</p>
        {diff.matchedBy === 'position' && (
          <p className={page.note}>
            The two rest on different files, so their rows are matched by place: one row put in between makes all after
            it differ.
          </p>
        )}
        <p className={`${page.muted} ${page.small}`}>
          From{' '}
          <VersionLink dataset={from.dataset} digest={from.digest} id={from.id}>
            {VERSION_KIND_WORDS[from.kind]} {shortDigest(from.digest)}
          </VersionLink>
          , {counted(diff.rowsBefore, 'row')}. To{' '}
          <VersionLink dataset={to.dataset} digest={to.digest} id={to.id}>
            {VERSION_KIND_WORDS[to.kind]} {shortDigest(to.digest)}
          </VersionLink>
          , {counted(diff.rowsAfter, 'row')}, by <strong>{to.createdBy}</strong>. {counted(diff.changedRows, 'row')}{' '}
          changed.
        </p>
      </div>
      {diff.labelGroups.length > 0 && (
        <Section title="Labels" says="Rows whose label changed alike, the largest group first.">
          <GroupTable groups={diff.labelGroups} />
        </Section>
      )}
      {diff.classes.some(({ before, after }) => before !== after) && (
        <Section title="Balance of the classes">
          <ClassTable diff={diff} />
        </Section>
      )}
      {[
        { title: 'Rows that went', list: diff.dropped },
        { title: 'Rows that came', list: diff.added },
      ].map(
        ({ title, list }) =>
          list.total > 0 && (
            <Section key={title} title={title} says={`${count(list.total)} in all.`}>
              <p className={styles.rows}>
                {list.rows.slice(0, 100).join(', ')}
                {list.total > 100 && ' …'}
              </p>
            </Section>
          ),
      )}
      {diff.columns.length > 0 && (
        <Section title="Columns" says="Those whose values changed, came or went.">
          <ColumnChanges columns={diff.columns} />
        </Section>
      )}
      {diff.cells.total > 0 && (
        <Section title="Cells" says={`${counted(diff.cells.total, 'cell')} changed, in row order.`}>
          <CellTable name={props.name} from={from.id} to={to.id} total={diff.cells.total} />
        </Section>
      )}
    </>
  );
}
