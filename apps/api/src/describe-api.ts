import type { OpenAPIObject } from '@nestjs/swagger';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiModule } from './api.module.js';
import { openApiDocument } from './http/openapi-document.js';
import { API_PREFIX } from './http/prefix.js';
import { PORTS } from './ports.js';

/** The OpenAPI document from the module alone: nothing is instantiated, reached or listened on. */
export async function describeApi(): Promise<OpenAPIObject> {
  const module = ApiModule.over(PORTS.map((provide) => ({ provide, useValue: null })));
  const app = await NestFactory.create(module, new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  app.setGlobalPrefix(...API_PREFIX);
  return openApiDocument(app);
}
