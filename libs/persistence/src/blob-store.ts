/** Bytes by their SHA-256, never changed. Putting the same bytes twice stores them once. */
export interface BlobStore {
  /** Gives the SHA-256 in hex once the bytes are safe. @throws DomainError `service_unavailable` on a full or broken store */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws DomainError `not_found`, or `digest_mismatch` when the bytes no longer have their hash */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
  /**
   * Writes bytes as they come to a temporary file, hashing them on the way. Nothing is visible until it is kept.
   *
   * @param expectedSha256 what the bytes must hash to
   * @throws DomainError `limit_exceeded` above `maxBytes`, `invalid_argument` for another hash; whatever `source` throws. The file is gone then
   */
  stage(source: AsyncIterable<Uint8Array>, options?: StageOptions): Promise<StagedBlob>;
  /** Takes a file of the staging folder, whose bytes have the hash, into the store. The file is gone then, and where it fails. */
  adopt(path: string, sha256: string): Promise<void>;
  /** Every blob, in no order. */
  list(): AsyncIterable<StoredBlob>;
  /** Reads a blob piece by piece and tells whether it still has its hash. @throws DomainError `not_found` */
  check(sha256: string): Promise<boolean>;
  /** Puts a damaged blob aside, so that it is never served and can be looked at; a later `put` brings it back. */
  quarantine(sha256: string): Promise<void>;
  /** Deletes a blob for good: only when the values in it are to be erased. Harmless when it is gone. */
  destroy(sha256: string): Promise<void>;
}

export interface StageOptions {
  maxBytes?: number;
  expectedSha256?: string;
}

export interface StagedBlob {
  sha256: string;
  bytes: number;
  /** A local file, there until it is kept or discarded. */
  path: string;
  /** Takes it into the store. */
  keep(): Promise<string>;
  discard(): Promise<void>;
}

export interface StoredBlob {
  sha256: string;
  bytes: number;
}
