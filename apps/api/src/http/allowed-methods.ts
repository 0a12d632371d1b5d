import { DomainError } from '@antidote/tabular';
import type { FastifyInstance } from 'fastify';

interface Path {
  pattern: RegExp;
  methods: string[];
}

/** The route of the console's pages: what comes here matched no route of the API. */
const PAGES = '/*';

/** Answers a method that a path lacks with 405 and those that it has (RFC 9110, 15.5.6), not with 404. */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  const paths = new Map<string, Path>();
  fastify.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const path = paths.get(url) ?? { pattern: patternOf(url), methods: [] };
    path.methods.push(...[method].flat());
    paths.set(url, path);
  });
  fastify.addHook('onRequest', async ({ is404, routeOptions, method, url }) => {
    if (!is404 && routeOptions.url !== PAGES) return;
    const asked = url.split('?')[0]!;
    const allowed = [...paths.values()].flatMap(({ pattern, methods }) => (pattern.test(asked) ? methods : []));
    if (allowed.length === 0 || allowed.includes(method)) return;
    const allow = [...new Set(allowed)].sort();
    throw new DomainError('method_not_allowed', `${method} is none of this address's methods: ${allow.join(', ')}`, {
      allow,
    });
  });
}

/** @param url as routes are declared, `/runs/:id/events` */
function patternOf(url: string): RegExp {
  const text = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${text}$`);
}
