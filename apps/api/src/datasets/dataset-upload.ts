import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DatasetName, DatasetRegistration } from '@antidote/contracts';
import { z } from 'zod';
import { InvalidRequest } from '../http/invalid-request.js';
import type { Request } from '../http/reply.js';
import { toOpenApi } from '../http/schema-components.js';

const Target = z.string().min(1).max(1000).optional();

/** The parts of a `multipart/form-data` upload; the file's bytes come as they were sent, of whatever encoding. */
const Form = z.strictObject({
  file: z.strictObject(
    { filename: z.string(), bytes: z.instanceof(Uint8Array) },
    'the CSV is missing; send it as the form’s `file`',
  ),
  name: z.string().optional(),
  target: Target,
});

export interface DatasetUpload {
  name: string;
  target: string | undefined;
  bytes: Uint8Array;
}

const fromText = DatasetRegistration.transform(({ name, target, csv }): DatasetUpload => ({
  name,
  target,
  bytes: new TextEncoder().encode(csv),
}));

const fromForm = Form.transform(({ file, name = stemOf(file.filename), target }, context): DatasetUpload => {
  const checked = DatasetName.safeParse(name);
  if (checked.success) return { name, target, bytes: file.bytes };
  context.addIssue({ code: 'custom', path: ['name'], message: checked.error.issues[0]!.message });
  return z.NEVER;
});

/** The CSV to register, as a file in a form (its own stem is the name when none is given) or as text in JSON. */
export function parseUpload(body: unknown): DatasetUpload {
  const isJson = typeof body === 'object' && body !== null && 'csv' in body;
  const parsed = isJson ? fromText.safeParse(body) : fromForm.safeParse(body);
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

const { name, target, csv } = DatasetRegistration.shape;

/** Both ways of sending, documented by hand because bytes have no JSON schema. */
export const UPLOAD_CONTENT = {
  'multipart/form-data': {
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' }, name: described(name), target: described(target) },
    },
  },
  'application/json': {
    schema: {
      type: 'object',
      required: ['name', 'csv'],
      additionalProperties: false,
      properties: { name: described(name), target: described(target), csv: described(csv) },
    },
  },
};

function described(schema: z.ZodType): unknown {
  return toOpenApi(schema, 'input').schema;
}
