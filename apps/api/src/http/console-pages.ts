import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import { DomainError } from '@antidote/tabular';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const NOT_PAGES = /^\/(api|health|metrics)(\/|$|\?)/;

/** Serves the built console; a deep link that a browser opens gets its index page, and the console finds the rest. */
export async function serveConsole(fastify: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(`${folder}/index.html`);
  if (built) {
    await fastify.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      preCompressed: true,
      index: ['index.html'],
      setHeaders: (reply, path) => {
        // Vite puts the content's hash into the names below assets/.
        const immutable = path.startsWith(`${folder}/assets/`);
        void reply.header('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  const page = async (request: FastifyRequest, reply: FastifyReply) => {
    const isPage = !NOT_PAGES.test(request.url) && request.headers.accept?.includes('text/html');
    if (isPage && built) return reply.sendFile('index.html');
    const remedy = isPage ? '; the console is not built, run `npm start`' : '';
    throw new DomainError('not_found', `There is nothing at ${request.url.slice(0, 200)}${remedy}`);
  };
  fastify.route({ method: ['GET', 'HEAD'], url: '/*', handler: page });
  if (!built) fastify.get('/', page);
}
