import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { downloadOver, type Download } from '../src/downloads/download.js';

const certificate = (file: string) => readFile(new URL(`./certificates/${file}`, import.meta.url));

export interface FileServer {
  /** Fetches over the guard as it is: `files.example` and every other name lead to a public address, whose host this server plays. */
  download: Download;
  stop(): Promise<void>;
}

/** An https server with the certificate of `files.example`, which is trusted by the connections of `download` alone. */
export async function startFileServer(answer: RequestListener): Promise<FileServer> {
  const [key, cert] = [await certificate('files.example.key'), await certificate('files.example.crt')];
  const server = createServer({ key, cert }, answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    download: downloadOver({
      resolve: async () => ['93.184.216.34'],
      connect: ({ host }): TLSSocket => connect({ host: '127.0.0.1', port, servername: host, ca: cert }),
    }),
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
