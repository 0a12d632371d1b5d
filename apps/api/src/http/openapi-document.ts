import type { INestApplication } from '@nestjs/common';
import { ApiExtension, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Problem } from '@antidote/contracts';
import type { z } from 'zod';
import { toOpenApi } from './schema-components.js';

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const CONTENT = 'x-request-content';

/** Documents a body with a schema of its own for each media type; nest's generator gives all types the same one. */
export const BodyContent = (content: Record<string, { schema: unknown }>) => ApiExtension(CONTENT, content);

function takeContent(operation: OperationObject & { [CONTENT]?: Record<string, never> }): void {
  const content = operation[CONTENT];
  if (content === undefined) return;
  delete operation[CONTENT];
  operation.requestBody = { required: true, content };
}

/** The OpenAPI 3.1 document of the application, the same bytes for the same routes and contracts. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Antidote')
    .setDescription('Datasets and their versions, runs, reviews, models and promotions.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (_controller, method) => method,
    standardSchemaConverter: (schema, { schemaType }) => toOpenApi(schema as z.ZodType, schemaType),
  });
  const problem = toOpenApi(Problem, 'output');
  const schemas = { ...document.components?.schemas, ...problem.components } as Record<string, never>;
  document.components = {
    ...document.components,
    schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (!operation) continue;
      takeContent(operation);
      operation.responses.default = {
        description: 'The request was refused or failed',
        content: { 'application/problem+json': { schema: problem.schema } },
      };
    }
  }
  return document;
}
