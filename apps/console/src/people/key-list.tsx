import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey } from '@antidote/contracts';
import { api } from '../api.js';
import { queries } from '../queries.js';
import { Badge } from '../ui/badge.js';
import { counted } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { KeyDialog } from './key-dialog.js';

export function KeyList() {
  const list = useQuery(queries.keys());
  const [making, setMaking] = useState(false);
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: api.revokeKey,
    onSettled: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  return (
    <Section
      title="API keys"
      says="For programs that act as you, sent as Authorization: Bearer. A key may do what it names, and no more than you."
      end={
        <Button size="xs" variant="default" onClick={() => setMaking(true)}>
          Make a key
        </Button>
      }
    >
      <QueryView query={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty says="You have no key." />
          ) : (
            <Table label="API keys">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Begins with</th>
                  <th scope="col">May do</th>
                  <th scope="col">State</th>
                  <th scope="col">Last used</th>
                  <th scope="col">
                    <span className="visually-hidden">Revoke</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((key) => (
                  <tr key={key.id}>
                    <th scope="row">{key.name}</th>
                    <td>
                      <code>{key.prefix}</code>
                    </td>
                    <td title={key.scopes.join(', ')}>{counted(key.scopes.length, 'scope')}</td>
                    <td>
                      <KeyState apiKey={key} />
                    </td>
                    <td>{key.lastUsedAt === null ? 'never' : <Time iso={key.lastUsedAt} />}</td>
                    <td>
                      {key.revokedAt === null && (
                        <Button size="compact-xs" variant="default" onClick={() => revoke.mutate(key.id)}>
                          Revoke
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )
        }
      </QueryView>
      {revoke.error && <ProblemPanel error={revoke.error} />}
      {making && <KeyDialog onClose={() => setMaking(false)} />}
    </Section>
  );
}

function KeyState({ apiKey: { revokedAt, expiresAt } }: { apiKey: ApiKey }) {
  if (revokedAt !== null) {
    return (
      <Badge role="plain" icon="stop">
        Revoked
      </Badge>
    );
  }
  const over = Date.parse(expiresAt) <= Date.now();
  return (
    <Badge role={over ? 'warn' : 'pass'} icon={over ? 'clock' : 'check'}>
      {over ? 'Expired' : `Until ${expiresAt.slice(0, 10)}`}
    </Badge>
  );
}
