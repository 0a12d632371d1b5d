import { createContext, use } from 'react';
import type { Account, Capability } from '@antidote/contracts';

/** Who is signed in: given to every page but the sign-in page. */
export const AccountContext = createContext<Account | null>(null);

/** @throws Error on the sign-in page, where nobody is */
export function useAccount(): Account {
  const account = use(AccountContext);
  if (account === null) throw new Error('only pages for those who are signed in have an account');
  return account;
}

export const useMay = (capability: Capability): boolean => useAccount().capabilities.includes(capability);
