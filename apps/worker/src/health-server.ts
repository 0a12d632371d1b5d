import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from '@antidote/contracts';

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Answers `GET /health/live` while the process runs, `GET /health/ready` with what it depends on, and `GET /metrics` in
 * the text format of Prometheus.
 */
export async function startHealthServer(
  { host, port }: { host: string; port: number },
  worker: { readiness(): Promise<Readiness>; metrics(): Promise<string> },
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const reply = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (request.method !== 'GET') return reply(405, { status: 405 });
    if (request.url === '/health/live') return reply(200, { live: true });
    if (request.url === '/metrics') {
      return worker.metrics().then(
        (text) => {
          response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
          response.end(text);
        },
        () => reply(503, { status: 503 }),
      );
    }
    if (request.url !== '/health/ready') return reply(404, { status: 404 });
    worker.readiness().then(
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
