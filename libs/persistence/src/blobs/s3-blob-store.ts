import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { DomainError } from '@antidote/tabular';
import { Upload } from '@aws-sdk/lib-storage';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { BlobStore } from '../blob-store.js';
import { changed, notHeld } from './blob-fault.js';
import { blobKey, isSha256 } from './blob-key.js';
import type { S3Address } from './s3-address.js';
import { isMissing, s3Fault, speaksNoS3 } from './s3-fault.js';
import { StagingFolder } from './staging-folder.js';

const MIB = 2 ** 20;
/** A blob above this goes up in parts of this size, two at a time: so much of it is in memory. */
const PART_BYTES = 16 * MIB;
const PARTS_AT_A_TIME = 2;

const CONNECT_MS = 5_000;
/** Without a byte. */
const SILENCE_MS = 60_000;
const ATTEMPTS = 4;
/** A read whose connection breaks in the midst begins again. */
const READS = 3;

/**
 * A blob store in a bucket. An object is there whole or not at all, and every read is verified against its hash.
 * Credentials, and endpoint and region where the address has none, come from the standard `AWS_*` variables, the shared
 * configuration files, or the machine's role.
 *
 * @param incoming where uploads lie until they are kept
 * @throws DomainError `service_unavailable` when the bucket cannot be listed
 */
export async function openS3BlobStore(address: S3Address, incoming?: string): Promise<BlobStore> {
  const { bucket, prefix, endpoint, region, pathStyle } = address;
  const client = new S3Client({
    ...(endpoint !== null && { endpoint }),
    ...(region !== null && { region }),
    forcePathStyle: pathStyle,
    maxAttempts: ATTEMPTS,
    // Other stores than Amazon's refuse what it takes for granted; our own hash is checked at each read.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
  });
  const keyOf = (sha256: string) => prefix + blobKey(sha256);
  const asideOf = (sha256: string) => `${prefix}quarantine/${sha256}`;
  const asking = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((cause: unknown) => {
      throw s3Fault(bucket, cause);
    });
  const first = await asking(client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 })));
  if (first.Name === undefined) throw speaksNoS3(bucket);

  const upload = async (Key: string, Body: Uint8Array | Readable) => {
    const params = { Bucket: bucket, Key, Body, ContentType: 'application/octet-stream' };
    await asking(new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_A_TIME }).done());
  };

  /** Opens a blob for reading. */
  const open = async (sha256: string): Promise<{ body: Readable; bytes: number | undefined }> => {
    try {
      const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(sha256) }));
      return { body: Body as Readable, bytes: ContentLength };
    } catch (cause) {
      throw isMissing(cause) ? notHeld(sha256, cause) : s3Fault(bucket, cause);
    }
  };

  /** Reads a blob from its beginning, again where the connection breaks, and gives what `take` makes of it. */
  const read = async <T>(
    sha256: string,
    take: (body: Readable, bytes: number | undefined) => Promise<T>,
  ): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      const { body, bytes } = await open(sha256);
      try {
        return await take(body, bytes);
      } catch (cause) {
        body.destroy();
        if (attempt === READS || cause instanceof DomainError) throw s3Fault(bucket, cause);
      }
    }
  };

  const staging = incoming === undefined ? null : await StagingFolder.open(incoming);

  const adopt = async (path: string, sha256: string) => {
    try {
      await upload(keyOf(sha256), createReadStream(path, { highWaterMark: MIB }));
    } finally {
      await rm(path, { force: true });
    }
  };

  const remove = (Key: string, VersionId?: string) =>
    asking(client.send(new DeleteObjectCommand({ Bucket: bucket, Key, ...(VersionId && { VersionId }) })));

  /** The versions of an object, its marks of deletion too. */
  async function* versionsOf(Key: string): AsyncGenerator<string | undefined> {
    const page = { KeyMarker: undefined as string | undefined, VersionIdMarker: undefined as string | undefined };
    for (;;) {
      const answer = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: Key, ...page }));
      for (const version of [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])]) {
        if (version.Key === Key) yield version.VersionId;
      }
      if (!answer.IsTruncated) return;
      page.KeyMarker = answer.NextKeyMarker;
      page.VersionIdMarker = answer.NextVersionIdMarker;
    }
  }

  /** Every version of an object, where the bucket keeps them: what is erased must not be there to be brought back. */
  const removeForGood = async (Key: string) => {
    try {
      for await (const version of versionsOf(Key)) await remove(Key, version);
    } catch (cause) {
      if (!knowsNoVersions(cause)) throw s3Fault(bucket, cause);
      await remove(Key);
    }
  };

  return {
    adopt,

    async stage(source, options = {}) {
      if (staging === null) throw new Error('this store was opened without a folder for uploads');
      const staged = await staging.write(source, options);
      const { path, sha256 } = staged;
      return {
        ...staged,
        keep: () => adopt(path, sha256).then(() => sha256),
        discard: () => rm(path, { force: true }),
      };
    },

    async has(sha256) {
      try {
        await client.send(new HeadObjectCommand({ Bucket: bucket, Key: keyOf(sha256) }));
        return true;
      } catch (cause) {
        if (isMissing(cause)) return false;
        throw s3Fault(bucket, cause);
      }
    },

    async destroy(sha256) {
      await removeForGood(keyOf(sha256));
      await removeForGood(asideOf(sha256));
    },

    async *list() {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
      try {
        for await (const { Contents = [] } of pages) {
          for (const { Key = '', Size = 0 } of Contents) {
            const sha256 = Key.slice(Key.lastIndexOf('/') + 1);
            if (isSha256(sha256) && Key === keyOf(sha256)) yield { sha256, bytes: Size };
          }
        }
      } catch (cause) {
        throw s3Fault(bucket, cause);
      }
    },

    check: (sha256) =>
      read(sha256, async (body) => {
        const hash = createHash('sha256');
        for await (const chunk of body) hash.update(chunk as Uint8Array);
        return hash.digest('hex') === sha256;
      }),

    async quarantine(sha256) {
      // Through this process: a store copies by itself only up to some size.
      await read(sha256, (body) => upload(asideOf(sha256), body));
      await remove(keyOf(sha256));
    },

    /** Always written: a damaged object is mended by it, and reading it first would cost more. */
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await upload(keyOf(sha256), bytes);
      return sha256;
    },

    get: async (sha256) => {
      const { bytes, actual } = await read(sha256, collect);
      if (actual !== sha256) throw changed(sha256, actual);
      return bytes;
    },
  };
}

/** Reads a body into one buffer, hashing it on the way. */
async function collect(body: Readable, expected = 0): Promise<{ bytes: Uint8Array; actual: string }> {
  let bytes = new Uint8Array(expected);
  let length = 0;
  const hash = createHash('sha256');
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    if (length + chunk.length > bytes.length) {
      const larger = new Uint8Array(Math.max(2 * bytes.length, length + chunk.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(chunk, length);
    length += chunk.length;
    hash.update(chunk);
  }
  return { bytes: length === bytes.length ? bytes : bytes.slice(0, length), actual: hash.digest('hex') };
}

/** Some stores answer so to a question for versions, which they do not keep. */
function knowsNoVersions(cause: unknown): boolean {
  const { name, $metadata } = cause as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'NotImplemented' || $metadata?.httpStatusCode === 501 || $metadata?.httpStatusCode === 405;
}
