import { Inject, Injectable } from '@nestjs/common';
import { dataSheet, dataSheetHtml, dataSheetMarkdown, type DataSheet } from '@antidote/data-versioning';
import type { Database } from '@antidote/persistence';
import { DATABASE } from '../ports.js';
import { trustedSetView } from '../trusted-sets/trusted-set-view.js';

const MOST_MODELS = 10_000;
/** From a version over the run that trained to the model. */
const STEPS_TO_MODEL = 2;

@Injectable()
export class SheetsService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async markdown(id: string): Promise<Uint8Array> {
    return Buffer.from(dataSheetMarkdown(await this.sheet(id)));
  }

  async html(id: string): Promise<Uint8Array> {
    return Buffer.from(dataSheetHtml(await this.sheet(id)));
  }

  private async sheet(id: string): Promise<DataSheet> {
    const { versions, lineage, recalls, trustedSets, erasures } = this.database;
    const line = await versions.lineage(id);
    const version = line[0]!;
    const { nodes } = await lineage.around(id, STEPS_TO_MODEL, 'downstream', MOST_MODELS);
    const sealed = await trustedSets.inForce(version.dataset, new Date().toISOString());
    return dataSheet({
      version,
      lineage: line,
      sources: await lineage.sources(id),
      recalls: await recalls.inForceOn(id),
      trusted: sealed && trustedSetView(await trustedSets.get(sealed.id)),
      erasedRows: (await erasures.tombstones(line.at(-1)!.id)).length,
      models: nodes.filter(({ type }) => type === 'model').length,
    });
  }
}
