import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The proof that a row stands in the table with a digest, for whoever has the row and the digest alone (RFC 6962). */
export const RowProof = z
  .strictObject({
    row: z.int(),
    /** The root of the tree. */
    digest: Sha256,
    leaf: Sha256,
    /** Of the leaf in the tree; the header is leaf 0. */
    index: z.int(),
    size: z.int(),
    /** Hashes of the subtrees beside the leaf's path, from the leaf up. */
    proof: z.array(Sha256),
  })
  .meta({ id: 'RowProof' });
export type RowProof = z.infer<typeof RowProof>;

/** What a version's stored bytes say of its identity. */
export const VersionVerification = z
  .strictObject({
    versionId: z.uuid(),
    /** As registered. */
    digest: Sha256,
    /** Of what the blob store holds, computed anew from every row and column. */
    computed: Sha256,
    matches: z.boolean(),
    rows: z.int(),
    /** Rows whose values were erased: the digest is history then, and no longer matches. */
    erasedRows: z.int(),
  })
  .meta({ id: 'VersionVerification' });
export type VersionVerification = z.infer<typeof VersionVerification>;
