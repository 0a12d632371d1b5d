/** `npm start`: everything up, and kept up. The first start studies Iris: from the file at once, then on the server. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { studyFile, studyOnServer } from './stack/first-study.mjs';
import { addresses, runSession } from './stack/session.mjs';
import { bringUp } from './stack/up.mjs';

await runSession(async ({ config, supervisor, ui, signal }) => {
  /** A study that fails is told and stops nothing: the servers are what was asked for. */
  const tolerant = (work) =>
    work.catch((error) => {
      signal.throwIfAborted();
      ui.line(error.message);
      return null;
    });
  const marker = join(config.home, 'first-study-done');
  const first = !existsSync(marker);
  const fileStudy =
    first &&
    tolerant(ui.step('study of data/iris.csv', () => studyFile({ signal }))).then(
      (table) => table && ui.line(`\n${table}`),
    );

  const stack = await bringUp({ config, supervisor, ui, signal });
  await fileStudy;
  console.log(`\n${addresses({ ...stack, home: config.home })}\n`);
  if (first) {
    const study = (note) => studyOnServer(stack, { note, signal });
    const done = await tolerant(ui.step('the same study on the server', study));
    if (done !== null) {
      const { studyTable } = await import('@antidote/robustness');
      console.log(`\n${studyTable(done.report)}\n`);
      console.log(`study      ${stack.apiUrl}/studies/${done.run.id}`);
      console.log(`in MLflow  ${done.run.mlflow?.url ?? stack.mlflowTrackingUri}\n`);
      await writeFile(marker, '');
    }
  }
  console.log('Antidote is up. Ctrl-C stops everything.');
});
