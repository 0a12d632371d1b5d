import { parsePolicy, type Policy } from '@antidote/contracts';
import { sha256Hex } from '@antidote/data-versioning';
import { DomainError } from '@antidote/tabular';
import { readFile } from 'node:fs/promises';

/** A policy and the SHA-256 of the very bytes it was read from. */
export interface PolicyFile {
  policy: Policy;
  sha256: string;
}

/**
 * Reads a policy file, YAML or JSON.
 * @throws DomainError `service_unavailable` for a file that cannot be read or holds no valid policy: nothing can be
 *   promoted until whoever runs the platform mends it
 */
export async function readPolicyFile(path: string): Promise<PolicyFile> {
  const bytes = await readFile(path).catch((cause: Error) => {
    throw new DomainError(
      'service_unavailable',
      `The policy file cannot be read: ${cause.message}; mend it or name another with ANTIDOTE_POLICY`,
      {},
      { cause },
    );
  });
  const parsed = parsePolicy(bytes.toString('utf8'));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue!.path.length > 0 ? `${issue!.path.join('.')}: ` : '';
    throw new DomainError('service_unavailable', `The policy file ${path} is not valid: ${where}${issue!.message}`);
  }
  return { policy: parsed.data, sha256: sha256Hex(bytes) };
}
