import { Inject, Injectable } from '@nestjs/common';
import { parseExpectations, type DatasetExpectations, type Expectations } from '@antidote/contracts';
import type { Database, ExpectationsRow } from '@antidote/persistence';
import { checkPatterns } from '@antidote/validation';
import { InvalidRequest } from '../http/invalid-request.js';
import { DATABASE } from '../ports.js';

@Injectable()
export class ExpectationsService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async get(dataset: string): Promise<DatasetExpectations> {
    return withExpectations(await this.database.expectations.get(dataset));
  }

  /** @throws InvalidRequest for YAML that declares no valid expectations */
  async set(dataset: string, yaml: string, revision: number, actor: string): Promise<DatasetExpectations> {
    if (yaml.trim() !== '') checkPatterns(readExpectations(yaml));
    return withExpectations(await this.database.expectations.set(dataset, yaml, revision, actor));
  }
}

function readExpectations(yaml: string): Expectations {
  const parsed = parseExpectations(yaml);
  if (parsed.success) return parsed.data;
  throw new InvalidRequest(
    parsed.error.issues.map(({ path, message }) => ({ path: ['yaml', ...path].join('.'), message })),
  );
}

function withExpectations(row: ExpectationsRow): DatasetExpectations {
  const parsed = row.yaml.trim() === '' ? null : parseExpectations(row.yaml);
  return { ...row, expectations: parsed?.data ?? null };
}
