import { useSuspenseQuery } from '@tanstack/react-query';
import type { Account, Capability } from '@antidote/contracts';
import { queries } from '../queries.js';

/** Who is signed in; only on pages of the shell, where that is known. */
export const useAccount = (): Account => useSuspenseQuery(queries.account()).data;

export const useMay = (capability: Capability): boolean => useAccount().capabilities.includes(capability);
