import { z } from 'zod';

export const ROLES = ['viewer', 'reviewer', 'data', 'engineer', 'admin'] as const;
export const Role = z.enum(ROLES).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

interface Grant {
  /** What it allows, in words that a refusal can use. */
  allows: string;
  roles: readonly Role[];
}

const EVERYONE = ROLES;
const grant = (allows: string, ...roles: Role[]): Grant => ({ allows, roles });

/**
 * Which role may do what: the one table behind every route of the API, the documentation and the tests. A route names
 * one capability with `@Needs`; what stands in no row is refused.
 */
export const ACCESS = {
  'account:own': grant('see and change one’s own account, sessions and keys', ...EVERYONE),
  'status:read': grant('see the health of each part', ...EVERYONE),
  'people:read': grant('see who is in the workspace', ...EVERYONE),
  'people:write': grant('add people and service accounts, set roles, disable accounts', 'admin'),
  'audit:read': grant('read and export the audit trail', 'data', 'engineer', 'admin'),
  'dataset:read': grant('read datasets, versions, rows, findings and lineage', ...EVERYONE),
  'dataset:write': grant(
    'register and validate dataset versions, and declare what is expected of them',
    'data',
    'engineer',
    'admin',
  ),
  'dataset:reveal': grant('export values of sensitive columns', 'data', 'admin'),
  'dataset:trust': grant('draw, fill and seal trusted sets', 'data', 'admin'),
  'dataset:recall': grant('mark versions and sources bad, freeze the aliases they reached, roll back', 'data', 'admin'),
  'dataset:erase': grant('erase values of rows and set retention', 'data', 'admin'),
  'poison:read': grant(
    'see what poisoning changed: the truth that reviewers and detectors are to find',
    'data',
    'engineer',
    'admin',
  ),
  'run:read': grant('read runs, studies and detections', ...EVERYONE),
  'run:start': grant(
    'start and cancel runs: poison, train, study, search for label issues, apply a review',
    'data',
    'engineer',
    'admin',
  ),
  'review:read': grant('read reviews and their rows', ...EVERYONE),
  'review:decide': grant('decide on flagged labels and finish reviews', 'reviewer', 'data', 'admin'),
  'model:read': grant('read models, promotions and the policy', ...EVERYONE),
  'model:predict': grant('ask a promoted model for predictions', 'data', 'engineer', 'admin'),
  'promotion:request': grant('ask for the promotion of a model', 'engineer', 'admin'),
} as const satisfies Record<string, Grant>;

export type Capability = keyof typeof ACCESS;
export const CAPABILITIES = Object.keys(ACCESS) as [Capability, ...Capability[]];
export const Capability = z.enum(CAPABILITIES).meta({ id: 'Capability' });

export const mayDo = (role: Role, capability: Capability): boolean =>
  (ACCESS[capability].roles as readonly Role[]).includes(role);

/** Everything that a role may do, in the order of the table. */
export const capabilitiesOf = (role: Role): Capability[] =>
  CAPABILITIES.filter((capability) => mayDo(role, capability));
