import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BlobStore, StagedBlob } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { InvalidRequest } from './invalid-request.js';

/** A file of a form: its bytes lie staged, as they were sent, until the request ends. */
export interface UploadedFile {
  filename: string;
  staged: StagedBlob;
}

/** The fields of a form by name: text, or a file. */
type Form = Record<string, string | UploadedFile>;

const SHA256 = /^[0-9a-f]{64}$/i;

/**
 * Makes the body of a form an object, as that of a JSON request is. The file goes to the blob store's staging as it
 * comes, and is gone when the request ends without having been kept. A field `sha256` before the file declares its hash.
 */
export async function acceptUploads(fastify: FastifyInstance, blobs: BlobStore, maxBytes: number): Promise<void> {
  await fastify.register(multipart, {
    // The bytes are counted by the blob store, which names the limit.
    limits: { fileSize: Infinity, files: 1, fields: 12, fieldSize: 1_000_000, headerPairs: 50 },
  });
  const staged = new WeakMap<FastifyRequest, StagedBlob[]>();
  fastify.addHook('preValidation', async (request) => {
    if (!request.isMultipart()) return;
    const files: StagedBlob[] = [];
    staged.set(request, files);
    request.body = await readForm(request, blobs, maxBytes, files);
  });
  const discard = async (request: FastifyRequest) => {
    for (const file of staged.get(request) ?? []) await file.discard();
    staged.delete(request);
  };
  // Before the answer goes out: whoever has it finds nothing left.
  fastify.addHook('onSend', discard);
  fastify.addHook('onRequestAbort', discard);
}

/** @throws InvalidRequest for a form that cannot be read to its end */
async function readForm(
  request: FastifyRequest,
  blobs: BlobStore,
  maxBytes: number,
  files: StagedBlob[],
): Promise<Form> {
  const form: Form = Object.create(null);
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const staged = await blobs.stage(part.file, { maxBytes, ...declared(form.sha256) });
        files.push(staged);
        form[part.fieldname] = { filename: part.filename, staged };
      } else form[part.fieldname] = String(part.value);
    }
  } catch (error) {
    // The plugin's own refusals bear a status; what its parser throws does not, and tells of the form alone.
    if (error instanceof DomainError || error instanceof InvalidRequest) throw error;
    if (typeof (error as { statusCode?: unknown }).statusCode === 'number') throw error;
    throw new InvalidRequest([{ path: '', message: `the form cannot be read: ${(error as Error).message}` }]);
  }
  return form;
}

function declared(sha256: Form[string] | undefined): { expectedSha256?: string } {
  if (sha256 === undefined) return {};
  if (typeof sha256 === 'string' && SHA256.test(sha256)) return { expectedSha256: sha256 };
  throw new InvalidRequest([{ path: 'sha256', message: 'a SHA-256 has 64 hexadecimal digits' }]);
}
