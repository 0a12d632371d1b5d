import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { TrustedSet } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { Badge } from '../ui/badge.js';
import { Digest } from '../ui/digest.js';
import { counted } from '../ui/format.js';
import { Facts, PageBody, PageHead, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { Empty, QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { DrawForm } from './draw-form.js';
import { LabelSteps } from './label-steps.js';
import { PrecisionTable } from './precision-table.js';
import { RetireButton } from './retire-button.js';
import { trustedSentence } from './trusted-sentence.js';

/** How much can the trusted set tell me? Its rows and what they are worth; drawn, labelled twice, sealed. */
export function TrustedPage() {
  const { name } = useParams({ from: '/shell/datasets/$name/trusted' });
  const sets = useInfiniteQuery(dataQueries.trustedSets(name));
  const all = sets.data?.pages.flatMap((one) => one.items) ?? [];
  const current = all.find(({ state }) => state !== 'retired');
  return (
    <>
      <PageHead
        title={`How much can the trusted set of ${name} tell me?`}
        crumbs={[
          { text: 'Data', link: { to: '/datasets' } },
          { text: name, link: { to: '/datasets' } },
          { text: 'Trusted set' },
        ]}
      />
      {current && <SetFacts set={current} />}
      <PageBody>
        <QueryView query={sets}>
          {() => (
            <>
              {current ? <CurrentSet set={current} /> : <NoSet name={name} />}
              <EarlierSets sets={all.filter((set) => set !== current)} />
            </>
          )}
        </QueryView>
      </PageBody>
    </>
  );
}

const SetFacts = ({ set }: { set: TrustedSet }) => (
  <Facts>
    <span>
      <TrustedStateBadge state={set.state} />
    </span>
    <span>
      <strong>{counted(set.size, 'row')}</strong>, drawn with seed {set.seed}
    </span>
    <span>
      Drawn <Time iso={set.createdAt} /> by <strong>{set.createdBy}</strong>
    </span>
    {set.sealedAt !== null && (
      <span>
        Sealed <Time iso={set.sealedAt} /> by <strong>{set.sealedBy}</strong>
      </span>
    )}
    {set.digest !== null && (
      <span>
        Seal <Digest digest={set.digest} />
      </span>
    )}
  </Facts>
);

const STATES: Record<TrustedSet['state'], Parameters<typeof Badge>[0]> = {
  drawn: { role: 'warn', icon: 'clock', children: 'Being labelled' },
  sealed: { role: 'pass', icon: 'shield', children: 'Sealed' },
  retired: { role: 'plain', icon: 'stop', children: 'Retired' },
};

const TrustedStateBadge = ({ state }: { state: TrustedSet['state'] }) => <Badge {...STATES[state]} />;

function CurrentSet({ set }: { set: TrustedSet }) {
  const may = useMay('dataset:trust');
  return (
    <>
      <div className={page.stack}>
        <p className={page.sentence}>{trustedSentence(set)}</p>
        {set.state === 'sealed' && (
          <p>
            Its rows are kept out of every training, by the hash of their features, and score every model and study of
            this dataset from now on.
          </p>
        )}
      </div>
      <Section
        title="What it is worth"
        says="The 95% interval of an accuracy measured on it, by the accuracy measured. Four times the rows halve it."
      >
        <PrecisionTable precision={set.precision} />
      </Section>
      {set.state === 'drawn' && may && <LabelSteps set={set} />}
      {set.state === 'drawn' && !may && <p className={page.note}>Only data people and admins may label and seal it.</p>}
      {set.state === 'sealed' && may && <RetireButton set={set} />}
    </>
  );
}

function NoSet({ name }: { name: string }) {
  const may = useMay('dataset:trust');
  const versions = useQuery(queries.versions(name));
  if (!may) {
    return <Empty says="This dataset has no trusted set. Only data people and admins may draw one." />;
  }
  return (
    <>
      <p className={page.sentence}>Nothing yet: whoever poisons the training rows poisons the test rows too.</p>
      <Section
        title="Draw a trusted set"
        says="Rows drawn at random, class by class. Two people label them without seeing the labels as given; then they are sealed, kept out of training, and score every model."
      >
        <QueryView query={versions}>
          {(list) =>
            list.items.length > 0 ? (
              <DrawForm dataset={name} versions={list.items} />
            ) : (
              <Empty says={`There is no dataset ${name}.`} action={<Link to="/datasets">Go to the datasets</Link>} />
            )
          }
        </QueryView>
      </Section>
    </>
  );
}

function EarlierSets({ sets }: { sets: TrustedSet[] }) {
  if (sets.length === 0) return null;
  return (
    <Section title="Earlier sets">
      <Table label="Earlier trusted sets">
        <thead>
          <tr>
            <th scope="col">Drawn</th>
            <th scope="col">By</th>
            <th scope="col">Size</th>
            <th scope="col">State</th>
            <th scope="col">Seal</th>
          </tr>
        </thead>
        <tbody>
          {sets.map((set) => (
            <tr key={set.id}>
              <th scope="row">
                <Time iso={set.createdAt} />
              </th>
              <td>{set.createdBy}</td>
              <td>{counted(set.size, 'row')}</td>
              <td>
                <TrustedStateBadge state={set.state} />
              </td>
              <td>{set.digest !== null && <Digest digest={set.digest} />}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
