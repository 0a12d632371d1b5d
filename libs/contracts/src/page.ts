import { z } from 'zod';

export const PageQuery = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of a list; `next` is the cursor of the following page, null on the last. */
export const pageOf = <T extends z.ZodType>(item: T, id: string) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() }).meta({ id });

export interface Page<T> {
  items: T[];
  next: string | null;
}
