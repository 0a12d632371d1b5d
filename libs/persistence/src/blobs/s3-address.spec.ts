import { describe, expect, it } from '@jest/globals';
import { parseS3Address } from './s3-address.js';

describe('parseS3Address', () => {
  it('reads bucket, prefix and options; what is left out comes from the environment', () => {
    expect(parseS3Address('s3://my-bucket')).toEqual({
      bucket: 'my-bucket',
      prefix: '',
      endpoint: null,
      region: null,
      pathStyle: true,
    });
    expect(
      parseS3Address('s3://b.ucket/team/blobs/?endpoint=http://127.0.0.1:9000&region=eu-west-1&pathStyle=false'),
    ).toEqual({
      bucket: 'b.ucket',
      prefix: 'team/blobs/',
      endpoint: 'http://127.0.0.1:9000',
      region: 'eu-west-1',
      pathStyle: false,
    });
  });

  it.each([
    ['s3:///prefix', 'bucket'],
    ['s3://', 'bucket'],
    ['s3://ab', 'bucket'],
    ['s3://bucket:9000/x', 'bucket'],
    ['s3://bucket/a//b', 'prefix'],
    ['s3://bucket/a%20b', 'prefix'],
    ['s3://bucket/x?profile=me', '"profile"'],
    ['s3://bucket/x?endpoint=host:9000', '"host:9000"'],
    ['s3://bucket/x?pathStyle=yes', '"yes"'],
  ])('%s is refused, telling what is wrong', (address, told) => {
    expect(() => parseS3Address(address)).toThrow(
      expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(told) }),
    );
  });

  it('tells where credentials belong without repeating them', () => {
    const refuse = () => parseS3Address('s3://AKIA123:topsecret@bucket/x');
    expect(refuse).toThrow(/AWS_SECRET_ACCESS_KEY/);
    expect(refuse).not.toThrow(/topsecret/);
  });
});
