import { DomainError } from '@antidote/tabular';

/** What the credentials must allow. */
const PERMISSIONS =
  's3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload; where versions are kept s3:ListBucketVersions and s3:DeleteObjectVersion too';

const REFUSED = [
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'RequestTimeTooSkewed',
];
const ELSEWHERE = ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'];
const UNREACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];

interface ForeignFault {
  name?: string;
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

/** What an S3 client threw, as one line that says what to do. */
export function s3Fault(bucket: string, cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  return new DomainError('service_unavailable', `the blob store s3://${bucket} ${explain(cause)}`, {}, { cause });
}

/** Whatever answers any question with a page would else pass for an empty bucket. */
export const speaksNoS3 = (bucket: string) =>
  new DomainError(
    'service_unavailable',
    `the blob store s3://${bucket} is not there: what answers speaks no S3; check its address AWS_ENDPOINT_URL_S3`,
  );

/** Whether the store said that it holds no such object, which is not that there is no such bucket. */
export function isMissing(cause: unknown): boolean {
  const { name, $metadata } = cause as ForeignFault;
  return name === 'NoSuchKey' || (name !== 'NoSuchBucket' && $metadata?.httpStatusCode === 404);
}

function explain(cause: unknown): string {
  const { name = '', code = '', message = String(cause), $metadata } = cause as ForeignFault;
  const status = $metadata?.httpStatusCode;
  if (name === 'NoSuchBucket') return 'has no such bucket; make it, or mend the address (ANTIDOTE_BLOBS)';
  if (REFUSED.includes(name)) {
    return `refuses the credentials (${name}); check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and the clock of this machine`;
  }
  if (ELSEWHERE.includes(name) || status === 301) return `lies in another region (${name}); set AWS_REGION to it`;
  if (name === 'AccessDenied' || status === 403)
    return `does not allow this (${name}); the credentials need ${PERMISSIONS}`;
  if (name === 'CredentialsProviderError') {
    return 'needs credentials and there are none; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this machine a role';
  }
  if (/region is missing/i.test(message)) {
    return 'needs a region; set AWS_REGION (us-east-1 where the store has none of its own)';
  }
  const network = UNREACHED.find((one) => one === code || message.includes(one));
  if (network || name === 'TimeoutError') {
    return `cannot be reached (${network ?? message}); check that it is up, and its address AWS_ENDPOINT_URL_S3`;
  }
  return `failed: ${[name, message.split('\n')[0]].filter(Boolean).join(': ')}${status ? ` (HTTP ${status})` : ''}`;
}
