import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person, PersonChange, Role } from '@antidote/contracts';
import { api } from '../api.js';
import { queries } from '../queries.js';
import { Badge } from '../ui/badge.js';
import { More } from '../ui/more.js';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { useMay } from './account.js';
import { PersonDialog } from './person-dialog.js';
import { ROLE_NAMES } from './roles.js';

export function PeopleList() {
  const list = useInfiniteQuery(queries.people());
  const mayChange = useMay('people:write');
  const [adding, setAdding] = useState(false);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: ({ id, ...what }: PersonChange & { id: string }) => api.changePerson(id, what),
    onSettled: () => client.invalidateQueries({ queryKey: ['people'] }),
  });
  return (
    <Section
      title="People and services"
      says={mayChange ? 'A disabled account loses its sessions and keys at once.' : 'Admins change who is here.'}
      end={
        mayChange && (
          <Button size="xs" onClick={() => setAdding(true)}>
            Add an account
          </Button>
        )
      }
    >
      <QueryView query={list}>
        {(data) => (
          <>
            <Table label="People and services">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Login</th>
                  <th scope="col">Role</th>
                  <th scope="col">State</th>
                  <th scope="col">Added</th>
                  <th scope="col">
                    <span className="visually-hidden">Change</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.pages
                  .flatMap((page) => page.items)
                  .map((person) => (
                    <tr key={person.id}>
                      <th scope="row">{person.name}</th>
                      <td>{person.login}</td>
                      <td>
                        {mayChange ? (
                          <NativeSelect
                            size="xs"
                            aria-label={`Role of ${person.login}`}
                            data={rolesOf(person)}
                            value={person.role}
                            onChange={(event) =>
                              change.mutate({ id: person.id, role: event.currentTarget.value as Role })
                            }
                          />
                        ) : (
                          person.role
                        )}
                      </td>
                      <td>
                        <AccountState person={person} />
                      </td>
                      <td>
                        <Time iso={person.createdAt} />
                      </td>
                      <td>
                        {mayChange && (
                          <Button
                            size="compact-xs"
                            variant="default"
                            onClick={() => change.mutate({ id: person.id, disabled: person.disabledAt === null })}
                          >
                            {person.disabledAt === null ? 'Disable' : 'Enable'}
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
              </tbody>
            </Table>
            <More list={list} />
          </>
        )}
      </QueryView>
      {change.error && <ProblemPanel error={change.error} />}
      {adding && <PersonDialog onClose={() => setAdding(false)} />}
    </Section>
  );
}

const rolesOf = ({ kind }: Person): Role[] =>
  kind === 'service' ? ROLE_NAMES.filter((role) => role !== 'admin') : ROLE_NAMES;

function AccountState({ person: { disabledAt, kind, hasPassword } }: { person: Person }) {
  if (disabledAt !== null) {
    return (
      <Badge role="block" icon="stop">
        Disabled
      </Badge>
    );
  }
  if (kind === 'service') {
    return (
      <Badge role="plain" icon="model">
        Service
      </Badge>
    );
  }
  return (
    <Badge role={hasPassword ? 'pass' : 'plain'} icon={hasPassword ? 'check' : 'clock'}>
      {hasPassword ? 'Active' : 'No password yet'}
    </Badge>
  );
}
