import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from '@antidote/contracts';

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/** Answers `GET /health/live` while the process runs, and `GET /health/ready` with what it depends on. */
export async function startHealthServer(
  { host, port }: { host: string; port: number },
  readiness: () => Promise<Readiness>,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const reply = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (request.method !== 'GET') return reply(405, { status: 405 });
    if (request.url === '/health/live') return reply(200, { live: true });
    if (request.url !== '/health/ready') return reply(404, { status: 404 });
    readiness().then(
      (state) => reply(state.ready ? 200 : 503, state),
      () => reply(503, { ready: false, parts: [] }),
    );
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
