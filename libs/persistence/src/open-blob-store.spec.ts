import { describe, expect, it } from '@jest/globals';
import { openBlobStore } from './open-blob-store.js';

describe('openBlobStore', () => {
  it('refuses an address of a kind that it does not know', async () => {
    await expect(openBlobStore('ftp://host/blobs')).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('s3://bucket/prefix'),
    });
  });
});
