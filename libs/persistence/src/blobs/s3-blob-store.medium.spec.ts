import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf, HELLO, keepsTheBlobContract, pieces, textOf } from '../../testing/blob-store-contract.js';
import { startS3Server } from '../../testing/s3-server.js';
import type { BlobStore } from '../blob-store.js';
import { openBlobStore } from '../open-blob-store.js';

const MIB = 2 ** 20;

describe('blob store in a bucket', () => {
  let server: Awaited<ReturnType<typeof startS3Server>>;
  let incoming: string;
  let bucket: string;
  let blobs: BlobStore;
  let buckets = 0;
  const objectUrl = (key: string) => `${server.endpoint}/${bucket}/${key}`;
  const keys = async () =>
    [...(await (await fetch(`${server.endpoint}/${bucket}`)).text()).matchAll(/<Key>([^<]*)/g)].map(([, key]) => key);
  const send = async (method: string, url: string, body?: string) => {
    const answer = await fetch(url, { method, ...(body !== undefined && { body }) });
    expect(answer.status).toBe(200);
  };

  const damage = (Key: string, Body: string) =>
    new S3Client({ forcePathStyle: true }).send(new PutObjectCommand({ Bucket: bucket, Key, Body }));

  beforeAll(async () => {
    incoming = await mkdtemp(join(tmpdir(), 'antidote-incoming-'));
    server = await startS3Server();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_S3: server.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'anyone',
      AWS_SECRET_ACCESS_KEY: 'anything',
      // What stands in the files of whoever runs the tests must not speak here.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });
  afterAll(async () => {
    await server?.stop();
    await rm(incoming, { recursive: true, force: true });
  });
  beforeEach(async () => {
    bucket = `bucket-${buckets++}`;
    await send('PUT', `${server.endpoint}/${bucket}`);
    blobs = await openBlobStore(`s3://${bucket}/team/blobs`, { incoming });
  });

  keepsTheBlobContract(() => blobs);

  it('keeps to its prefix, and takes for a blob only what lies as one', async () => {
    await blobs.put(bytesOf('hello'));
    await send('PUT', objectUrl(`team/blobs/notes.txt`), 'x');
    await send('PUT', objectUrl(`other/2c/${HELLO}`), 'hello');
    const listed = [];
    for await (const blob of blobs.list()) listed.push(blob);
    expect(listed).toEqual([{ sha256: HELLO, bytes: 5 }]);
    expect(await keys()).toContain(`team/blobs/2c/${HELLO}`);
    expect(await (await openBlobStore(`s3://${bucket}`)).has(HELLO)).toBe(false);
  });

  it('finds a changed byte at the read, and mends it with the next put', async () => {
    await blobs.put(bytesOf('hello'));
    await damage(`team/blobs/2c/${HELLO}`, 'jello');
    await expect(blobs.get(HELLO)).rejects.toMatchObject({ code: 'digest_mismatch' });
    expect(await blobs.check(HELLO)).toBe(false);
    await blobs.quarantine(HELLO);
    expect(await keys()).toEqual([`team/blobs/quarantine/${HELLO}`]);
    await blobs.put(bytesOf('hello'));
    expect(textOf(await blobs.get(HELLO))).toBe('hello');
  });

  it('takes a large blob up in parts and gives it back', async () => {
    const piece = Buffer.alloc(MIB, 'poison');
    const large = async function* () {
      for (let index = 0; index < 40; index++) {
        piece.writeUInt32BE(index);
        yield piece;
      }
    };
    const hash = createHash('sha256');
    for await (const chunk of large()) hash.update(chunk);
    const sha256 = hash.digest('hex');
    expect(await (await blobs.stage(large())).keep()).toBe(sha256);
    const head = await fetch(objectUrl(`team/blobs/${sha256.slice(0, 2)}/${sha256}`), { method: 'HEAD' });
    // The mark of an object that came in three parts.
    expect(head.headers.get('etag')).toMatch(/-3"$/);
    expect(await blobs.check(sha256)).toBe(true);
    expect(await blobs.get(sha256)).toHaveLength(40 * MIB);
  });

  it('begins a read again when its connection breaks in the midst', async () => {
    const sha256 = await blobs.put(new Uint8Array(3 * MIB).fill(7));
    const proxy = await breakingProxy(server.endpoint, 2);
    const behind = await openBlobStore(`s3://${bucket}/team/blobs?endpoint=${proxy.address}`, { incoming });
    expect(await behind.get(sha256)).toHaveLength(3 * MIB);
    expect(proxy.broken()).toBe(2);
    proxy.close();
  });

  it('destroys every version that the bucket kept', async () => {
    const on = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
    await send('PUT', `${server.endpoint}/${bucket}?versioning`, on);
    await blobs.put(bytesOf('hello'));
    await blobs.put(bytesOf('hello'));
    await blobs.quarantine(HELLO);
    await blobs.put(bytesOf('hello'));
    await blobs.destroy(HELLO);
    const versions = await (await fetch(`${server.endpoint}/${bucket}?versions`)).text();
    expect(versions).not.toMatch(/<(Version|DeleteMarker)>/);
  });

  describe('that cannot be used, tells why in one line', () => {
    const refused = async (address: string) => {
      const error = await openBlobStore(address).then(
        () => null,
        (fault: Error & { code: string }) => fault,
      );
      expect(error).toMatchObject({ code: 'service_unavailable', message: expect.not.stringContaining('\n') });
      return error!.message;
    };

    it('no such bucket', async () => {
      expect(await refused('s3://nobody-made-it/x')).toMatch(/s3:\/\/nobody-made-it .*no such bucket.*ANTIDOTE_BLOBS/);
    });

    it('nobody at the endpoint', async () => {
      expect(await refused(`s3://${bucket}?endpoint=http://127.0.0.1:9`)).toMatch(
        /cannot be reached \(ECONNREFUSED\).*AWS_ENDPOINT_URL_S3/,
      );
    });

    it('another server at the endpoint', async () => {
      const other = createServer((_, response) => response.end('<html>hello</html>')).listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as AddressInfo;
      expect(await refused(`s3://${bucket}?endpoint=http://127.0.0.1:${port}`)).toMatch(
        /speaks no S3.*AWS_ENDPOINT_URL_S3/,
      );
      other.close().closeAllConnections();
    });

    it('no credentials', async () => {
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
      delete process.env.AWS_ACCESS_KEY_ID;
      delete process.env.AWS_SECRET_ACCESS_KEY;
      expect(await refused(`s3://${bucket}`)).toMatch(/there are none; set AWS_ACCESS_KEY_ID/);
      Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
    });

    it('credentials that the store does not know, or that may not do this', async () => {
      const iam = async (form: Record<string, string>) => {
        const answer = await fetch(server.endpoint, {
          method: 'POST',
          headers: {
            authorization:
              'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0',
          },
          body: new URLSearchParams({ Version: '2010-05-08', ...form }),
        });
        return answer.text();
      };
      await iam({ Action: 'CreateUser', UserName: 'worker' });
      const key = await iam({ Action: 'CreateAccessKey', UserName: 'worker' });
      const field = (name: string) => new RegExp(`<${name}>([^<]*)`).exec(key)![1]!;
      const before = { ...process.env };
      // From here on the server checks signatures and policies.
      const checkFrom = (calls: string) =>
        fetch(`${server.endpoint}/moto-api/reset-auth`, {
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: calls,
        });
      await checkFrom('0');
      try {
        expect(await refused(`s3://${bucket}`)).toMatch(/refuses the credentials \(InvalidAccessKeyId\)/);
        process.env.AWS_ACCESS_KEY_ID = field('AccessKeyId');
        expect(await refused(`s3://${bucket}`)).toMatch(/refuses the credentials \(SignatureDoesNotMatch\)/);
        process.env.AWS_SECRET_ACCESS_KEY = field('SecretAccessKey');
        expect(await refused(`s3://${bucket}`)).toMatch(/does not allow this.*s3:ListBucket/);
      } finally {
        await checkFrom('Infinity');
        Object.assign(process.env, before);
      }
    });
  });

  it('keeps nothing of an upload that the store refuses', async () => {
    const staged = await blobs.stage(pieces('hello'));
    expect((await fetch(`${server.endpoint}/${bucket}`, { method: 'DELETE' })).status).toBe(204);
    await expect(staged.keep()).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(access(staged.path)).rejects.toMatchObject({ code: 'ENOENT' });
    await staged.discard();
  });
});

/** Hands requests on to an S3 server, and breaks off the first answers that are longer than a megabyte. */
async function breakingProxy(endpoint: string, times: number) {
  let broken = 0;
  const proxy: Server = createServer((asked, answer) => {
    const { method, headers, url } = asked;
    const onward = request(endpoint + url, { method, headers }, (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      const long = Number(response.headers['content-length'] ?? 0) > MIB;
      if (!long || broken >= times) return void response.pipe(answer);
      broken++;
      response.once('data', (chunk: Buffer) => answer.write(chunk, () => answer.destroy()));
    });
    asked.pipe(onward);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => proxy.once('listening', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    broken: () => broken,
    close: () => void proxy.close().closeAllConnections(),
  };
}
