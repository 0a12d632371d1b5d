import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy before a server, which goes away and comes back as the test wants. */
export class CuttableProxy {
  private readonly sockets = new Set<Socket>();
  private up = true;

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async before(host: string, port: number): Promise<CuttableProxy> {
    const proxy: CuttableProxy = new CuttableProxy(
      createServer((client) => {
        if (!proxy.up) return void client.destroy();
        const upstream = connect(port, host);
        for (const [from, to] of [
          [client, upstream],
          [upstream, client],
        ] as const) {
          proxy.sockets.add(from);
          from.on('error', () => to.destroy());
          from.on('close', () => to.destroy());
          from.pipe(to);
        }
      }),
    );
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.up = false;
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  restore(): void {
    this.up = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
