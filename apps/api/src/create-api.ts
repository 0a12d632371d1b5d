import { StandardSchemaSerializerInterceptor } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { BlobStore, Database } from '@antidote/persistence';
import type { MlflowClient } from 'mlflow-js-client';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { Authenticator } from './access/authenticator.js';
import { guardRoutes } from './access/guard-routes.js';
import { SessionCookie } from './access/session-cookie.js';
import { ApiModule } from './api.module.js';
import type { ApiConfig } from './config.js';
import { type Download, downloadOver } from './downloads/download.js';
import { refuseOtherMethods } from './http/allowed-methods.js';
import { guardBody } from './http/body-guard.js';
import { answerClientError } from './http/client-error.js';
import { serveConsole } from './http/console-pages.js';
import { ContractValidationPipe } from './http/contract-validation.pipe.js';
import { acceptUploads } from './http/multipart-upload.js';
import { openApiDocument } from './http/openapi-document.js';
import { OriginGuard } from './http/origin-guard.js';
import { API_PREFIX } from './http/prefix.js';
import { ProblemFilter, sendProblem } from './http/problem.filter.js';
import { toProblem } from './http/problem.js';
import type { Reply } from './http/reply.js';
import { measureRequests } from './http/request-metrics.js';
import { addSecurityHeaders } from './http/security-headers.js';
import { NestLog } from './nest-log.js';
import { BLOBS, CONFIG, DATABASE, DOWNLOAD, METRICS, MLFLOW, SESSION_COOKIE, TABLE_TASKS } from './ports.js';
import { runInThread } from './table-tasks/run-in-thread.js';
import type { RunTableTask } from './table-tasks/table-tasks.js';

export interface ApiPorts {
  config: ApiConfig;
  database: Database;
  blobs: BlobStore;
  /** How whole tables are read: in threads, unless told otherwise. */
  tableTasks?: RunTableTask;
  /** How files of the internet are fetched: from public addresses alone. */
  download?: Download;
  mlflow: MlflowClient;
  logger: Logger;
}

/** The API over its ports, ready to listen. */
export async function createApi({
  config,
  database,
  blobs,
  tableTasks = runInThread,
  download = downloadOver(),
  mlflow,
  logger,
}: ApiPorts): Promise<NestFastifyApplication> {
  const maxBytes = config.maxUploadMib * 1024 * 1024;
  const origins = new OriginGuard(config);
  const cookie = new SessionCookie(config);
  const metrics = new Registry();
  const adapter = new FastifyAdapter({
    bodyLimit: maxBytes,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    // A request line or an escape that cannot be read never reaches a route.
    frameworkErrors: (error: Error, _request: unknown, reply: unknown) =>
      sendProblem(reply as Reply, toProblem(error, maxBytes)),
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: true,
  });
  const module = ApiModule.over([
    { provide: CONFIG, useValue: config },
    { provide: DATABASE, useValue: database },
    { provide: BLOBS, useValue: blobs },
    { provide: TABLE_TASKS, useValue: tableTasks },
    { provide: DOWNLOAD, useValue: download },
    { provide: MLFLOW, useValue: mlflow },
    { provide: METRICS, useValue: metrics },
    { provide: SESSION_COOKIE, useValue: cookie },
  ]);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    // Fastify's own parser takes JSON; nest would add forms, which any page may send without asking.
    bodyParser: false,
    logger: new NestLog(logger),
    forceCloseConnections: true,
  });
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', async (request) => {
    if (!PROBES.test(request.url)) origins.check(request);
  });
  refuseOtherMethods(fastify as never);
  await guardRoutes(fastify as never, new Authenticator(database, cookie));
  fastify.addHook('onRoute', (route) => {
    // A form's file is no body to these limits: it goes to the disk as it comes.
    const mib = route.url === `/${API_PREFIX[0]}/datasets` ? CSV_IN_JSON_LIMIT_MIB : JSON_LIMIT_MIB;
    route.bodyLimit = Math.min(maxBytes, mib * 1024 * 1024);
  });
  collectDefaultMetrics({ register: metrics });
  measureRequests(fastify as never, metrics);
  await addSecurityHeaders(fastify as never);
  await acceptUploads(fastify as never, blobs, maxBytes);
  fastify.addHook('preValidation', async ({ body, query, params }) => [body, query, params].forEach(guardBody));
  await serveConsole(fastify as never, config.consoleFolder);

  app.setGlobalPrefix(...API_PREFIX);
  app.useGlobalPipes(new ContractValidationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  app.useGlobalInterceptors(new StandardSchemaSerializerInterceptor(app.get(Reflector)));
  app.enableShutdownHooks();
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/v1/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Antidote API',
  });
  return app;
}

/** Ten thousand rows to predict, the largest request in JSON, take a few MiB. */
const JSON_LIMIT_MIB = 16;
const CSV_IN_JSON_LIMIT_MIB = 64;
const PROBES = /^\/(health\/(live|ready)|metrics)$/;
