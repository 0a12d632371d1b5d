import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import {
  DatasetName,
  DatasetFromUrl,
  DatasetRegistration,
  parseDatasetSchema,
  type ColumnRole,
  type DatasetSchema,
} from '@antidote/contracts';
import type { TableDeclaration } from '@antidote/dataset-io';
import { CONTEXT_ROLES, type ContextRole } from '@antidote/tabular';
import { z } from 'zod';
import { InvalidRequest } from '../http/invalid-request.js';
import type { UploadedFile } from '../http/multipart-upload.js';
import type { Request } from '../http/reply.js';
import { toOpenApi } from '../http/schema-components.js';

const Column = z.string().min(1).max(1000).optional();
const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The parts of a `multipart/form-data` upload; the file's bytes come as they were sent, of whatever encoding. */
const Form = z.strictObject({
  file: z.custom<UploadedFile>(
    (file) => typeof file === 'object' && file !== null && 'staged' in file,
    'the file is missing; send CSV, JSON Lines or Parquet as the form’s `file`',
  ),
  sha256: z.string().optional(),
  name: z.string().optional(),
  target: Column,
  id: Column,
  source: Column,
  time: Column,
  group: Column,
  sensitive: z
    .string()
    .transform((text) => text.split(',').filter((name) => name !== ''))
    .optional(),
  schema: z.string().optional(),
  quarantineBadRows: Flag.optional(),
});

export interface DatasetUpload {
  name: string;
  /** From a form, from the text of the request, or to be fetched. */
  file: UploadedFile | { bytes: Uint8Array } | { url: string; sha256?: string | undefined };
  declaration: TableDeclaration;
  quarantineRaggedRows: boolean;
}

const fromText = DatasetRegistration.transform(({ name, target, sensitive = [], csv }): DatasetUpload => ({
  name,
  file: { bytes: new TextEncoder().encode(csv) },
  declaration: { ...(target !== undefined && { target }), sensitive },
  quarantineRaggedRows: false,
}));

const fromForm = Form.transform((form, context): DatasetUpload => {
  const { file, name = stemOf(file.filename), quarantineBadRows = false } = form;
  const checked = DatasetName.safeParse(name);
  if (!checked.success) return refuse(context, 'name', checked.error.issues[0]!.message);
  return { name, file, declaration: declare(form, context), quarantineRaggedRows: quarantineBadRows };
});

const fromUrl = DatasetFromUrl.transform((given, context): DatasetUpload => {
  const { name, url, sha256, quarantineBadRows = false } = given;
  return { name, file: { url, sha256 }, declaration: declare(given, context), quarantineRaggedRows: quarantineBadRows };
});

function refuse(context: z.RefinementCtx, field: string, message: string): never {
  context.addIssue({ code: 'custom', path: [field], message });
  return z.NEVER;
}

/** What is said of columns one by one. */
type Named = Partial<Record<'target' | ContextRole, string | undefined>> & { sensitive?: string[] | undefined };

/** What is declared of the columns: by the schema, as YAML or JSON, and by roles named one by one. */
function declare(given: { schema?: string | undefined } & Named, context: z.RefinementCtx): TableDeclaration {
  const parsed = given.schema === undefined ? { schema: { columns: [] } } : parseDatasetSchema(given.schema);
  if ('faults' in parsed) return refuse(context, 'schema', parsed.faults.join('; '));
  return declarationOf(parsed.schema, given);
}

/** What the schema declares, with the roles named one by one before it. */
function declarationOf({ columns }: DatasetSchema, named: Named): TableDeclaration {
  const bearer = (role: ColumnRole) => columns.find((column) => column.role === role)?.name;
  const target = named.target ?? bearer('target');
  const roles: Partial<Record<ContextRole, string>> = {};
  for (const role of CONTEXT_ROLES) {
    const name = named[role] ?? bearer(role);
    if (name !== undefined) roles[role] = name;
  }
  const types = new Map(columns.flatMap(({ name, type }) => (type === undefined ? [] : [[name, type] as const])));
  const declared = columns.filter(({ sensitive }) => sensitive).map(({ name }) => name);
  const sensitive = [...new Set([...declared, ...(named.sensitive ?? [])])];
  return { ...(target !== undefined && { target }), roles, types, sensitive };
}

/**
 * The file to register: in a form (its own stem is the name when none is given), as text in JSON, or by the address that
 * it is to be fetched from.
 */
export function parseUpload(body: unknown): DatasetUpload {
  const has = (field: string) => typeof body === 'object' && body !== null && field in body;
  const form = has('csv') ? fromText : has('url') ? fromUrl : fromForm;
  const parsed = form.safeParse(body);
  if (!parsed.success) {
    throw new InvalidRequest(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  return parsed.data;
}

/** The upload in the request's body, as a parameter of a controller's method. */
export const Upload = createParamDecorator((_: unknown, context: ExecutionContext) =>
  parseUpload(context.switchToHttp().getRequest<Request>().body),
);

function stemOf(filename: string): string {
  const stem = filename.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  return stem
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '');
}

const { name, target } = DatasetRegistration.shape;

const role = (description: string) => ({ type: 'string', description: `The column with ${description}` });

/** Both ways of sending, documented by hand because bytes have no JSON schema. */
export const UPLOAD_CONTENT = {
  'multipart/form-data': {
    schema: {
      type: 'object',
      required: ['file'],
      properties: {
        sha256: {
          type: 'string',
          pattern: '^[0-9a-fA-F]{64}$',
          description: 'What the file hashes to; before the file. Another hash is refused',
        },
        file: { type: 'string', format: 'binary', description: 'CSV, JSON Lines or Parquet, plain or in gzip' },
        name: described(name),
        target: described(target),
        id: role('the identifier of the row'),
        source: role('who or what the row came from: annotator, batch, supplier'),
        time: role('when the row came about'),
        group: role('which rows belong together'),
        sensitive: {
          type: 'string',
          description: 'Columns whose values are hidden from now on, with commas in between; others by the schema',
        },
        schema: { type: 'string', description: 'The declared schema (DatasetSchema), as YAML or JSON' },
        quarantineBadRows: {
          type: 'string',
          enum: ['true', 'false'],
          description: 'Leaves rows with too few or too many cells out, counted, instead of refusing the file',
        },
      },
    },
  },
  'application/json': {
    schema: { oneOf: [inPlace(DatasetRegistration), inPlace(DatasetFromUrl)] },
  },
};

function described(schema: z.ZodType): unknown {
  return toOpenApi(schema, 'input').schema;
}

/** A contract that no route's own parameter names, and that is no component therefore. */
function inPlace(contract: z.ZodObject): unknown {
  return described(z.strictObject(contract.shape));
}
