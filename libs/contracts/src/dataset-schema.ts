import { z } from 'zod';
import { safeParseYaml } from './safe-parse-yaml.js';

const ColumnName = z.string().min(1).max(1000);

export const ColumnRole = z.enum(['feature', 'target', 'id', 'source', 'time', 'group']).meta({ id: 'ColumnRole' });
export type ColumnRole = z.infer<typeof ColumnRole>;

/** What is declared of a column; what is not is inferred from its values. */
export const ColumnDeclaration = z
  .strictObject({
    name: ColumnName,
    type: z.enum(['numeric', 'category']).optional(),
    /** Columns that are neither feature nor target are kept beside the features, unseen by any learner. */
    role: ColumnRole.default('feature'),
    /** Values are hidden wherever people look at data. Messages tell values of no column, sensitive or not. */
    sensitive: z.boolean().optional(),
  })
  .meta({ id: 'ColumnDeclaration' });
export type ColumnDeclaration = z.infer<typeof ColumnDeclaration>;

const ONCE = ['target', 'id', 'source', 'time', 'group'] as const;

/** The declared schema of a dataset: columns in any order, each named once, each role but `feature` borne once. */
export const DatasetSchema = z
  .strictObject({ columns: z.array(ColumnDeclaration).min(1).max(10_000) })
  .superRefine(({ columns }, context) => {
    const names = new Set<string>();
    const roles = new Map<ColumnRole, string>();
    columns.forEach(({ name, role, sensitive }, index) => {
      if (sensitive && (role === 'target' || role === 'source')) {
        const message = `the ${role} "${name}" cannot be sensitive, because people decide by it; put pseudonyms in its place`;
        context.addIssue({ code: 'custom', path: ['columns', index, 'sensitive'], message });
      }
      if (names.has(name)) {
        context.addIssue({ code: 'custom', path: ['columns', index, 'name'], message: `"${name}" is declared twice` });
      }
      names.add(name);
      const other = roles.get(role);
      if (other !== undefined && (ONCE as readonly string[]).includes(role)) {
        const message = `"${other}" and "${name}" are both the ${role}; name one`;
        context.addIssue({ code: 'custom', path: ['columns', index, 'role'], message });
      }
      roles.set(role, name);
    });
  })
  .meta({ id: 'DatasetSchema' });
export type DatasetSchema = z.infer<typeof DatasetSchema>;

/**
 * Reads a schema file: YAML, of which JSON is a part.
 *
 * @returns the schema, or what is wrong with the file, in one sentence a fault
 */
export function parseDatasetSchema(text: string): { schema: DatasetSchema } | { faults: string[] } {
  const parsed = safeParseYaml(DatasetSchema, text);
  if (parsed.success) return { schema: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'schema'}: ${message}`) };
}
