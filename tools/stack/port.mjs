import { createServer } from 'node:net';

const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** The first free port of loopback from `wanted` upwards that is not in `reserved`, and reserves it. */
export async function freePort(wanted, reserved = new Set()) {
  for (let port = wanted; port <= Math.min(wanted + 200, 65535); port += 1) {
    if (!reserved.has(port) && (await isFree(port))) {
      reserved.add(port);
      return port;
    }
  }
  throw new Error(`no free port from ${wanted} to ${wanted + 200}: set another one`);
}
