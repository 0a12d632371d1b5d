import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidRequest } from './invalid-request.js';

/** The fields of a form by name: text, or a file with its name and its bytes as they were sent. */
type Form = Record<string, string | { filename: string; bytes: Uint8Array }>;

/** Makes the body of a form an object, as that of a JSON request is. The file has the limit of any body. */
export async function acceptUploads(fastify: FastifyInstance, maxBytes: number): Promise<void> {
  await fastify.register(multipart, {
    limits: { fileSize: maxBytes, files: 1, fields: 10, fieldSize: 10_000, headerPairs: 50 },
  });
  fastify.addHook('preValidation', async (request) => {
    if (request.isMultipart()) request.body = await readForm(request);
  });
}

/** @throws InvalidRequest for a form that cannot be read to its end */
async function readForm(request: FastifyRequest): Promise<Form> {
  const form: Form = Object.create(null);
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') form[part.fieldname] = { filename: part.filename, bytes: await part.toBuffer() };
      else form[part.fieldname] = String(part.value);
    }
  } catch (error) {
    // The plugin's own refusals bear a status; what its parser throws does not, and tells of the form alone.
    if (typeof (error as { statusCode?: unknown }).statusCode === 'number') throw error;
    throw new InvalidRequest([{ path: '', message: `the form cannot be read: ${(error as Error).message}` }]);
  }
  return form;
}
