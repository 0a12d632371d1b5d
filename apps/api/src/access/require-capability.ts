import { ACCESS, mayDo, type Capability } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import type { Actor } from './actor.js';

/** @throws DomainError `forbidden` naming the capability, and who has it */
export function requireCapability({ person, capabilities, origin }: Actor, needed: Capability): void {
  if (capabilities.has(needed)) return;
  const { allows, roles } = ACCESS[needed];
  const details = { capability: needed, role: person.role, roles: [...roles] };
  if (mayDo(person.role, needed)) {
    throw new DomainError(
      'forbidden',
      `The key ${origin} lacks the scope ${needed} (to ${allows}); make a key with it`,
      details,
    );
  }
  throw new DomainError(
    'forbidden',
    `The role ${person.role} lacks ${needed} (to ${allows}); ${roles.join(', ')} have it: ask an admin`,
    details,
  );
}
