import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.js';
import { queries } from '../queries.js';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { browserName } from './browser-name.js';

export function SessionList() {
  const list = useQuery(queries.sessions());
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: api.endSession,
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <Section title="Browsers signed in as you" says="A session ends after a week without use, and after a month.">
      <QueryView query={list}>
        {({ items }) => (
          <Table label="Sessions">
            <thead>
              <tr>
                <th scope="col">Browser</th>
                <th scope="col">Since</th>
                <th scope="col">Last seen</th>
                <th scope="col">
                  <span className="visually-hidden">End</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((session) => (
                <tr key={session.id}>
                  <th scope="row" title={session.userAgent}>
                    {browserName(session.userAgent)}
                  </th>
                  <td>
                    <Time iso={session.createdAt} />
                  </td>
                  <td>
                    <Time iso={session.lastSeenAt} />
                  </td>
                  <td>
                    {session.current ? (
                      'this one'
                    ) : (
                      <Button size="compact-xs" variant="default" onClick={() => end.mutate(session.id)}>
                        End
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </QueryView>
      {end.error && <ProblemPanel error={end.error} />}
    </Section>
  );
}
