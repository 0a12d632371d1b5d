import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Dataset } from '@antidote/contracts';
import { useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { VersionKindBadge } from '../ui/badge.js';
import { Digest } from '../ui/digest.js';
import { count } from '../ui/format.js';
import { Icon } from '../ui/icons.js';
import { More } from '../ui/more.js';
import { PageBody, PageHead } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { ScrubButton } from './scrub-button.js';
import { VersionLink } from './version-link.js';

export function DatasetsPage() {
  const list = useInfiniteQuery(queries.datasets());
  const navigate = useNavigate();
  const register = useMay('dataset:write') && (
    <Button leftSection={<Icon name="plus" />} onClick={() => void navigate({ to: '/datasets/new' })}>
      Register a dataset
    </Button>
  );
  const actions = (
    <>
      <Link to="/recalls">Recalls</Link>
      <Link to="/feature-sets">Feature sets</Link>
      {register}
    </>
  );
  return (
    <>
      <PageHead title="Which data do we have?" crumbs={[{ text: 'Data' }]} actions={actions} />
      <PageBody>
        <QueryView query={list}>
          {(data) => {
            const datasets = data.pages.flatMap((page) => page.items);
            if (datasets.length === 0) {
              return (
                <Empty says="Datasets and all their versions are listed here. Register the first one from a file." />
              );
            }
            return (
              <>
                <div>
                  <DatasetTable datasets={datasets} />
                  <More list={list} />
                </div>
                <ScrubButton />
              </>
            );
          }}
        </QueryView>
      </PageBody>
    </>
  );
}

function DatasetTable({ datasets }: { datasets: Dataset[] }) {
  return (
    <Table label="Datasets">
      <thead>
        <tr>
          <th scope="col">Dataset</th>
          <th scope="col">Latest version</th>
          <th scope="col">Digest</th>
          <th scope="col" data-number>
            Versions
          </th>
          <th scope="col" data-number>
            Rows
          </th>
          <th scope="col" data-number>
            Fields
          </th>
          <th scope="col">Label</th>
          <th scope="col">Registered</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        {datasets.map(({ latest, ...dataset }) => (
          <tr key={dataset.id}>
            <th scope="row">
              <VersionLink dataset={dataset.name} digest={latest.digest} id={latest.id}>
                {dataset.name}
              </VersionLink>
            </th>
            <td>
              <VersionKindBadge kind={latest.kind} />
            </td>
            <td>
              <Digest digest={latest.digest} />
            </td>
            <td data-number>{count(dataset.versionCount)}</td>
            <td data-number>{count(latest.rows)}</td>
            <td data-number>{count(latest.features)}</td>
            <td>{dataset.target}</td>
            <td>
              <Time iso={dataset.createdAt} />
            </td>
            <td>{dataset.createdBy}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
