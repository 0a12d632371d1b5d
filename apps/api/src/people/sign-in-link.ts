import type { SignInLink } from '@antidote/contracts';

/** With the console's path: the secret stands after `#`, so that no server, log or referrer sees it. */
export const toSignInLink = ({ link, expiresAt }: { link: string; expiresAt: string }): SignInLink => ({
  link,
  path: `/sign-in#${link}`,
  expiresAt,
});
