import { DomainError } from '@antidote/tabular';

/** Where blobs lie in a store that speaks S3. What is null comes from the `AWS_*` variables and files. */
export interface S3Address {
  bucket: string;
  /** What every key begins with: empty, or ending in a slash. */
  prefix: string;
  endpoint: string | null;
  region: string | null;
  /** Whether the bucket's name stands in the path of the address, as every store takes it, or in its host name. */
  pathStyle: boolean;
}

const OPTIONS = ['endpoint', 'region', 'pathStyle'];
const BUCKET = /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i;
const PREFIX = /^[\w!.*'()-]+(\/[\w!.*'()-]+)*$/;

/**
 * Reads `s3://bucket/prefix?endpoint=https://host&region=name&pathStyle=false`; all but the bucket may be left out.
 * @throws DomainError `invalid_argument`, never repeating a password
 */
export function parseS3Address(address: string): S3Address {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !BUCKET.test(url.hostname) || url.port !== '' || url.hash !== '') {
    throw invalid(`wanted is s3://bucket/prefix with a bucket of 3 to 63 letters, digits, dots and hyphens`);
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid('it holds credentials; give them as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead');
  }
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  if (prefix !== '' && (!PREFIX.test(prefix) || /(^|\/)\.{1,2}(\/|$)/.test(prefix))) {
    throw invalid(`its prefix "${prefix}" may have letters, digits and ! _ . * ' ( ) - between single slashes`);
  }
  for (const name of url.searchParams.keys()) {
    if (!OPTIONS.includes(name)) throw invalid(`it has no option "${name}"; there is ${OPTIONS.join(', ')}`);
  }
  const endpoint = url.searchParams.get('endpoint');
  if (endpoint !== null && !/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : '')) {
    throw invalid(`its endpoint "${endpoint}" is no http:// or https:// address`);
  }
  const pathStyle = url.searchParams.get('pathStyle') ?? 'true';
  if (pathStyle !== 'true' && pathStyle !== 'false') {
    throw invalid(`its pathStyle is "${pathStyle}"; give true or false`);
  }
  return {
    bucket: url.hostname,
    prefix: prefix && `${prefix}/`,
    endpoint,
    region: url.searchParams.get('region'),
    pathStyle: pathStyle === 'true',
  };
}

const invalid = (what: string) =>
  new DomainError('invalid_argument', `The address of the blob store is refused: ${what}.`);
