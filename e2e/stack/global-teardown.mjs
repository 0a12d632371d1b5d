import { removeHome } from '../../tools/stack/postgres-account.mjs';

export default async function teardown() {
  const { supervisor, home } = globalThis.antidoteTestStack;
  await supervisor.stop();
  removeHome(home);
}
