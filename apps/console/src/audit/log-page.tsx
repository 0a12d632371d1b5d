import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { AuditEvent } from '@antidote/contracts';
import { queries } from '../queries.js';
import { Icon } from '../ui/icons.js';
import { More } from '../ui/more.js';
import { PageBody, PageHead } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { auditDetails } from './audit-details.js';
import styles from './log.module.css';

export function LogPage() {
  const search = useSearch({ from: '/shell/log' });
  const list = useInfiniteQuery(queries.audit(search));
  const navigate = useNavigate();
  const [actor, setActor] = useState(search.actor ?? '');
  const [action, setAction] = useState(search.action ?? '');
  const filter = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: '/log', search: { actor: actor.trim() || undefined, action: action.trim() || undefined } });
  };
  const file = (format: string) => {
    const query = new URLSearchParams({ format });
    for (const [name, value] of Object.entries(search)) if (value !== undefined) query.set(name, value);
    return `/api/v1/audit/export?${query}`;
  };
  return (
    <>
      <PageHead
        title="Who did what?"
        crumbs={[{ text: 'Evidence' }, { text: 'Log' }]}
        actions={['csv', 'jsonl'].map((format) => (
          <Button
            key={format}
            component="a"
            size="xs"
            variant="default"
            href={file(format)}
            download
            leftSection={<Icon name="download" />}
          >
            {format.toUpperCase()}
          </Button>
        ))}
      />
      <PageBody>
        <form className={styles.filter} onSubmit={filter}>
          <TextInput label="Who" value={actor} onChange={(event) => setActor(event.currentTarget.value)} />
          <TextInput
            label="What"
            placeholder="promotion.requested"
            value={action}
            onChange={(event) => setAction(event.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            Filter
          </Button>
        </form>
        <QueryView query={list}>
          {(data) => {
            const events = data.pages.flatMap((page) => page.items);
            if (events.length === 0) return <Empty says="Nothing was done that meets these conditions." />;
            return (
              <div>
                <Table label="Audit trail">
                  <thead>
                    <tr>
                      <th scope="col">When</th>
                      <th scope="col">Who</th>
                      <th scope="col">Through</th>
                      <th scope="col">What</th>
                      <th scope="col">To</th>
                      <th scope="col">Details</th>
                    </tr>
                  </thead>
                  <tbody>
                    {events.map((event) => (
                      <Row key={event.id} event={event} />
                    ))}
                  </tbody>
                </Table>
                <More list={list} />
              </div>
            );
          }}
        </QueryView>
      </PageBody>
    </>
  );
}

function Row({ event }: { event: AuditEvent }) {
  const details = auditDetails(event);
  return (
    <tr>
      <td>
        <Time iso={event.at} />
      </td>
      <th scope="row">{event.actor}</th>
      <td>{event.via ?? 'process'}</td>
      <td>{event.action}</td>
      <td title={event.subjectId}>{event.subject}</td>
      <td className={styles.details} title={details}>
        {details}
      </td>
    </tr>
  );
}
