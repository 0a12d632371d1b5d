import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFileServer, type FileServer } from '../../testing/file-server.js';
import { downloadOver, type ConnectTarget } from './download.js';
import { isPublicAddress } from './public-address.js';

/** Refuses what leads inside before any connection is made; a connection made is a test failed. */
function guarded(addresses: string[] = []) {
  const connected: ConnectTarget[] = [];
  const download = downloadOver({
    resolve: async () => addresses,
    connect: (target) => {
      connected.push(target);
      throw new Error('connected');
    },
  });
  return { download, connected };
}

describe('isPublicAddress', () => {
  it.each(['93.184.216.34', '8.8.8.8', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is',
    (one) => expect(isPublicAddress(one)).toBe(true),
  );
  it.each([
    ...['127.0.0.1', '127.255.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
    ...['0.0.0.0', '100.64.0.1', '192.0.0.1', '198.18.0.1', '203.0.113.7', '224.0.0.1', '255.255.255.255'],
    ...[
      '::1',
      '::',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '2001::1',
    ],
    ...['fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1', 'localhost', '', '1.2.3'],
  ])('%s is not', (one) => expect(isPublicAddress(one)).toBe(false));
});

describe('downloadOver', () => {
  it.each([
    ...['https://127.0.0.1/x', 'https://2130706433/x', 'https://0x7f000001/x', 'https://0177.0.0.1/', 'https://127.1/'],
    ...[
      'https://[::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://[::ffff:7f00:1]/',
      'https://[fe80::1]/',
      'https://0/',
    ],
    ...['https://169.254.169.254/latest/meta-data', 'https://10.0.0.8:8443/x', 'https://①②⑦.0.0.1/'],
  ])('makes no connection to %s', async (url) => {
    const { download, connected } = guarded();
    await expect(download(url)).rejects.toMatchObject({ code: 'forbidden' });
    expect(connected).toEqual([]);
  });

  it.each(['http://example.org/x', 'ftp://example.org/x', 'file:///etc/passwd', 'https://me:pw@example.org/', 'x', ''])(
    'refuses the address %s',
    async (url) => {
      const { download, connected } = guarded(['8.8.8.8']);
      await expect(download(url)).rejects.toMatchObject({ code: 'invalid_argument' });
      expect(connected).toEqual([]);
    },
  );

  it('refuses a name when one of its addresses is inside, and tells nothing of it', async () => {
    const { download, connected } = guarded(['93.184.216.34', '10.0.0.5']);
    const error = await download('https://mixed.example/').catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: 'forbidden' });
    expect((error as Error).message).not.toContain('10.0');
    expect(connected).toEqual([]);
  });

  it('asks for a name once and connects to the address that was checked, whatever the name leads to by then', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']];
    const connected: ConnectTarget[] = [];
    const download = downloadOver({
      resolve: async () => answers.shift()!,
      connect: (target) => {
        connected.push(target);
        throw new Error('far enough');
      },
    });
    await expect(download('https://rebinding.example:8443/x')).rejects.toThrow('far enough');
    expect(connected).toEqual([{ address: '93.184.216.34', port: 8443, host: 'rebinding.example' }]);
    expect(answers).toHaveLength(1);
  });

  it('tells of a name that leads nowhere', async () => {
    const download = downloadOver({ resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) });
    await expect(download('https://nowhere.example/')).rejects.toMatchObject({
      code: 'file_unreadable',
      message: 'https://nowhere.example could not be read: ENOTFOUND.',
    });
  });
});

describe('downloadOver, from a server', () => {
  let server: FileServer;
  const asked: string[] = [];
  beforeAll(async () => {
    server = await startFileServer(({ url, headers }, response) => {
      asked.push(`${headers.host}${url}`);
      if (url === '/moved') response.writeHead(302, { location: 'https://127.0.0.1/inside' }).end();
      else if (url === '/absent') response.writeHead(404).end('none');
      else if (url === '/cut') {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('half', () => response.destroy());
      } else response.end('size,label\n1,a\n');
    });
  });
  afterAll(() => server.stop());

  const read = async (url: string) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await server.download(url)) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  };

  it('reads a file of a host whose certificate is right', async () => {
    expect(await read('https://files.example/data.csv?v=1')).toBe('size,label\n1,a\n');
    expect(asked).toEqual(['files.example/data.csv?v=1']);
  });

  it.each([
    ['https://other.example/data.csv', /other\.example could not be read: ERR_TLS_CERT_ALTNAME_INVALID/],
    ['https://files.example/moved', /answered 302: a redirect, which is not followed/],
    ['https://files.example/absent', /answered 404/],
    ['https://files.example/cut', /could not be read/],
  ])('refuses what %s answers', async (url, message) => {
    await expect(read(url)).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringMatching(message),
    });
    expect(asked).not.toContain('127.0.0.1/inside');
  });
});
