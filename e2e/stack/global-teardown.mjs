import { rm } from 'node:fs/promises';

export default async function teardown() {
  const { supervisor, home } = globalThis.antidoteTestStack;
  await supervisor.stop();
  await rm(home, { recursive: true, force: true });
}
