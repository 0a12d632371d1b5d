import { z } from 'zod';
import { ERROR_CODES } from './error-code.js';

/** `application/problem+json` (RFC 9457) with a stable `code`. */
export const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(ERROR_CODES),
    detail: z.string(),
    /** What to do about it, in one sentence. */
    remedy: z.string().optional(),
    /** Facts for a program, such as the id of the promotion that won. */
    details: z.record(z.string(), z.unknown()).optional(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
