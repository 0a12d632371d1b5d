import { z } from 'zod';

type Json = Record<string, unknown>;
type Direction = 'input' | 'output';

/**
 * OpenAPI form of a contract for `@nestjs/swagger`: every schema with `.meta({ id })` becomes a component.
 * Where what is sent differs from what is answered (a default makes a field optional on the way in), the component of
 * the request is named `<id>Input`, so that an answer's type never has fields that could be absent.
 */
export function toOpenApi(schema: z.ZodType, direction: Direction): { schema: Json; components: Record<string, Json> } {
  const output = definitions(schema, 'output');
  if (direction === 'output') return named(output, (id) => id);
  const input = definitions(schema, 'input');
  const different = new Set<string>();
  for (let grown = true; grown;) {
    grown = false;
    for (const [id, definition] of Object.entries(input.components)) {
      if (different.has(id)) continue;
      const own = JSON.stringify(definition) !== JSON.stringify(output.components[id]);
      if (own || references(definition).some((reference) => different.has(reference))) {
        different.add(id);
        grown = true;
      }
    }
  }
  return named(input, (id) => (different.has(id) ? `${id}Input` : id));
}

interface Definitions {
  root: Json;
  components: Record<string, Json>;
}

function definitions(schema: z.ZodType, io: Direction): Definitions {
  const {
    $schema: _,
    $defs,
    ...root
  } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    // A request that is transformed on the way in has no schema of its result, and needs none.
    unrepresentable: 'any',
    override: withoutNoise,
  });
  const components = ($defs ?? {}) as Record<string, Json>;
  const id = schema.meta()?.id;
  if (id === undefined || id in components) return { root, components };
  return { root: { $ref: `#/$defs/${id}` }, components: { ...components, [id]: root } };
}

/** zod repeats the component's name as a keyword, the format as a pattern, and the range of every JSON integer. */
function withoutNoise({ jsonSchema }: { jsonSchema: Json }): void {
  delete jsonSchema.id;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

const REFERENCE = /^#\/\$defs\/(.+)$/;

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string' ? [REFERENCE.exec(child)?.[1] ?? child] : references(child),
  );
}

function named({ root, components }: Definitions, name: (id: string) => string) {
  const rename = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rename);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        key === '$ref' && typeof child === 'string'
          ? child.replace(REFERENCE, (_, id: string) => `#/components/schemas/${name(id)}`)
          : rename(child),
      ]),
    );
  };
  return {
    schema: rename(root) as Json,
    components: Object.fromEntries(
      Object.entries(components).map(([id, definition]) => [name(id), rename(definition) as Json]),
    ),
  };
}
