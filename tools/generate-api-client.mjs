/**
 * Regenerates libs/api-client from the API itself: `node tools/generate-api-client.mjs`. Writes openapi.json from the
 * app's module, which is described without being started, then the typed fetch client from that document.
 * Build first. Both results are committed; a spec of the API proves that the document is the current one.
 */
import { createClient } from '@hey-api/openapi-ts';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { describeApi } = await import(`${root}/apps/api/dist/describe-api.js`);

const document = `${root}/libs/api-client/openapi.json`;
await writeFile(document, `${JSON.stringify(await describeApi(), null, 2)}\n`);
await createClient({
  input: document,
  output: {
    path: `${root}/libs/api-client/src/generated`,
    module: { extension: '.js' },
    clean: true,
  },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  logs: { file: false },
});
