import { getVersion, proveRow, verifyVersion } from '@antidote/api-client';
import { verifyInclusion } from '@antidote/data-versioning';
import { defineCommand } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { integer } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';

export const dataVerify = defineCommand({
  positionals: ['VERSION'],
  flags: {
    row: integer('prove that this row is in the version, counted from 0 in the registered file', {
      min: 0,
      max: 2 ** 32 - 1,
      placeholder: 'ROW',
    }),
  },
  notes:
    'Without --row, the server computes the digest anew from every stored row and column. With it, the proof (RFC 6962) is\nchecked here against the digest of the version. Exit code 1 when something does not match.',

  async run({ row }, _terminal, [ref]) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const path = { id: await versionIdOf(connection, ref!) };
    if (row === undefined) {
      const verification = await answerOf(connection, verifyVersion({ client, path }));
      const { digest, computed, matches, rows, erasedRows } = verification;
      const verdict = matches
        ? `${rows} rows have the digest ${digest}\n`
        : `the stored rows have the digest ${computed}, not ${digest}${erasedRows > 0 ? `: ${erasedRows} rows were erased since` : ''}\n`;
      return { text: verdict, json: verification, exitCode: matches ? EXIT.done : EXIT.refused };
    }
    const { digest } = await answerOf(connection, getVersion({ client, path }));
    const proof = await answerOf(connection, proveRow({ client, path, query: { row } }));
    const bytes = (hex: string) => Buffer.from(hex, 'hex');
    const { leaf, index, size } = proof;
    const inclusion = { leaf: bytes(leaf), index, size, proof: proof.proof.map(bytes) };
    // The header is leaf 0 of a tree over all rows.
    const proven = proof.row === row && index > 0 && verifyInclusion(inclusion, bytes(digest));
    const verdict = proven
      ? `row ${row} is in the version with the digest ${digest}\n`
      : `the proof of row ${row} does not lead to the digest ${digest}\n`;
    return { text: verdict, json: { ...proof, proven }, exitCode: proven ? EXIT.done : EXIT.refused };
  },
});
