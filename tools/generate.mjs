/** Generates what is not committed: the Prisma client, from prisma/schema.prisma. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './stack/config.mjs';
import { nodeBinary } from './stack/node-binary.mjs';
import { run } from './stack/run.mjs';

rmSync(join(ROOT, 'libs/persistence/src/generated'), { recursive: true, force: true });
await run(
  nodeBinary(),
  [join(ROOT, 'node_modules/prisma/build/index.js'), 'generate', '--schema', 'prisma/schema.prisma'],
  {
    cwd: ROOT,
    // The client has no native engine, but `generate` looks for one and would download it: any executable will do.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  },
);
