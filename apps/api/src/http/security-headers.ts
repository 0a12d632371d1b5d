import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { API_PREFIX } from './prefix.js';

const API = `/${API_PREFIX[0]}/`;
const DOCS = /^\/api\/docs(\/|$|\?)/;

/** For the console and everything else: only what this server sends, and nothing inline. */
const POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** The documentation page writes its styles inline; scripts are held as tightly as everywhere. */
const DOCS_POLICY = Object.entries({ ...POLICY, styleSrc: ["'self'", "'unsafe-inline'"] })
  .map(([name, sources]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${sources.join(' ')}`)
  .join(';');

export async function addSecurityHeaders(fastify: FastifyInstance): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    // Plain HTTP on loopback: a promise of HTTPS is the proxy's to make.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  fastify.addHook('onRequest', async (request, reply) => {
    // Keys, links and people's data stay in no browser's cache after signing out.
    if (request.url.startsWith(API)) reply.header('Cache-Control', 'no-store');
    if (DOCS.test(request.url)) reply.header('Content-Security-Policy', DOCS_POLICY);
  });
}
