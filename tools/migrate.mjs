/** Brings the database of DATABASE_URL to the newest schema. */
import { migrate } from '@antidote/persistence';

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) {
  console.error('migrate: DATABASE_URL is not set');
  process.exit(2);
}
await migrate(databaseUrl, (text) => console.error(text));
