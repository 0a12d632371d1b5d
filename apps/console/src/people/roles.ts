import type { Capability, Role } from '@antidote/contracts';

/** What each role is for, in the order of growing reach. */
export const ROLE_SAYS: Record<Role, string> = {
  viewer: 'Reads everything but the audit trail',
  reviewer: 'Decides on flagged labels',
  data: 'Keeps datasets: registers, validates, recalls, erases, and decides on labels',
  engineer: 'Trains, studies and asks for promotions',
  admin: 'Everything, people included',
};

export const ROLE_NAMES = Object.keys(ROLE_SAYS) as Role[];

/** What a role can be picked by. */
export const ROLE_OPTIONS = ROLE_NAMES.map((role) => ({ value: role, label: `${role}: ${ROLE_SAYS[role]}` }));

/** Scopes that only read, out of those that one has. */
export const readingOf = (capabilities: readonly Capability[]): Capability[] =>
  capabilities.filter((capability) => capability.endsWith(':read'));
