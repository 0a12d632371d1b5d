import fastifyCookie from '@fastify/cookie';
import type { Capability } from '@antidote/contracts';
import { withOrigin } from '@antidote/persistence';
import type { FastifyInstance } from 'fastify';
import { API_PREFIX } from '../http/prefix.js';
import type { Authenticator } from './authenticator.js';
import { requireCapability } from './require-capability.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    needs?: Capability | null;
  }
}

/** Routes of ours: of the API, and probes. What else is served are files that anyone may have. */
const OURS = new RegExp(`^/(${API_PREFIX[0]}|health|metrics)(/|$)`);
const DESCRIPTION = `/${API_PREFIX[0]}/openapi.json`;

/**
 * Lets nobody through to a route who lacks its capability, before a byte of the body is read; a route that names none
 * keeps the server from starting.
 */
export async function guardRoutes(fastify: FastifyInstance, authenticator: Authenticator): Promise<void> {
  await fastify.register(fastifyCookie);
  fastify.decorateRequest('actor', null);
  fastify.addHook('onRoute', ({ method, url, config }) => {
    if (!OURS.test(url) || url === DESCRIPTION || config?.needs !== undefined) return;
    throw new Error(`${String(method)} ${url} names no capability: put @Needs('...') or @NoSignIn() on its method`);
  });
  fastify.addHook('onRequest', async (request) => {
    const { needs } = request.routeOptions.config;
    if (needs === undefined || needs === null) return;
    request.actor = await authenticator.recognise(request);
    requireCapability(request.actor, needs);
  });
  // After the body: what a stream calls back does not know the context that it was asked for in.
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (request.actor === null) done();
    else withOrigin(request.actor.origin, done);
  });
}
