import { readFile } from 'node:fs/promises';
import {
  adjudicateTrustedSet,
  drawTrustedSet,
  exportTrustedRows,
  getTrustedSet,
  labelTrustedSet,
  retireTrustedSet,
  sealTrustedSet,
} from '@antidote/api-client';
import type { TrustedSet } from '@antidote/contracts';
import { writeOutput } from '@antidote/dataset-io';
import { DomainError } from '@antidote/tabular';
import type { Outcome } from '../command-line/command.js';
import { defineCommand } from '../command-line/command.js';
import { integer, pairs, SEED, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { trustedSetIdOf } from '../server/trusted-set-id.js';
import { versionIdOf } from '../server/version-id.js';

const ACTION_NAMES = ['draw', 'show', 'export', 'label', 'adjudicate', 'seal', 'retire'];
const ACTIONS = `${ACTION_NAMES.slice(0, -1).join(', ')} or ${ACTION_NAMES.at(-1)}`;

/** The action that each of these flags is for. */
const OWNERS = { out: 'export', reviewer: 'label', labels: 'label', final: 'adjudicate' };

export const dataTrusted = defineCommand({
  positionals: ['ACTION', 'ID'],
  flags: {
    size: integer('draw: how many rows', { min: 10, max: 100_000, default: 200 }),
    seed: SEED,
    out: text('export: the file to write', { placeholder: 'FILE' }),
    force: toggle('export: write over an existing file'),
    reviewer: text('label: who labelled the file', { placeholder: 'NAME' }),
    labels: text('label: CSV file with the columns row and label', { placeholder: 'FILE' }),
    final: pairs('adjudicate: the final label of a row, such as 12=Yes; once a row'),
  },
  notes: `ACTION is ${ACTIONS}. ID is a VERSION for draw, and for the others a trusted set, or the dataset whose newest set is meant.`,

  async run({ size, seed, out, force, reviewer, labels, final }, _terminal, [action, ref]) {
    const unknown = () =>
      new DomainError('invalid_argument', `data trusted "${action}" is unknown; there is ${ACTIONS}.`);
    if (!ACTION_NAMES.includes(action!)) throw unknown();
    const given = { out, reviewer, labels, final: final.size > 0 ? final : undefined };
    for (const [flag, owner] of Object.entries(OWNERS)) {
      if (given[flag as keyof typeof given] === undefined || owner === action) continue;
      throw new DomainError('invalid_argument', `data trusted ${action} takes no --${flag}; that is for ${owner}.`);
    }
    const connection = await connect(readConfig());
    const { client } = connection;
    const id = action === 'draw' ? await versionIdOf(connection, ref!) : await trustedSetIdOf(connection, ref!);
    const path = { id };
    const wanted = <T>(value: T | undefined, flag: string): T => {
      if (value !== undefined) return value;
      throw new DomainError('invalid_argument', `data trusted ${action} wants ${flag}.`);
    };
    switch (action) {
      case 'draw':
        return shown(await answerOf(connection, drawTrustedSet({ client, body: { versionId: id, size, seed } })));
      case 'show':
        return shown(await answerOf(connection, getTrustedSet({ client, path })));
      case 'export': {
        const csv = await answerOf(connection, exportTrustedRows({ client, path, parseAs: 'text' }));
        const file = wanted(out, '--out');
        await writeOutput(file, new TextEncoder().encode(csv), { force });
        return { text: `${file}: fill the column label, once for each of two reviewers\n`, json: { out: file } };
      }
      case 'label': {
        const csv = await readFile(wanted(labels, '--labels'), 'utf8').catch((cause: Error) => {
          throw new DomainError('file_unreadable', `${labels} cannot be read: ${cause.message}`, {}, { cause });
        });
        const body = { reviewer: wanted(reviewer, '--reviewer'), csv };
        return shown(await answerOf(connection, labelTrustedSet({ client, path, body })));
      }
      case 'adjudicate': {
        wanted(given.final, '--final');
        const body = { labels: [...final].map(([row, [label]]) => ({ row: rowOf(row), label: label! })) };
        return shown(await answerOf(connection, adjudicateTrustedSet({ client, path, body })));
      }
      case 'seal':
        return shown(await answerOf(connection, sealTrustedSet({ client, path })));
      case 'retire':
        return shown(await answerOf(connection, retireTrustedSet({ client, path })));
      default:
        throw unknown();
    }
  },
});

function rowOf(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new DomainError('invalid_argument', `--final ${text}: give the number of a row and its label, such as 12=Yes.`);
}

function shown(set: TrustedSet): Outcome {
  const { id, state, size, precision, reviewers, agreement, conflicts, digest } = set;
  const open = conflicts.filter(({ adjudicated }) => adjudicated === null);
  const lines = [
    `trusted set ${id} (${state}): ${size} rows${digest ? `, seal ${digest}` : ''}`,
    ...precision.map(
      ({ accuracy, halfWidthPoints }) =>
        `  an accuracy of ${(100 * accuracy).toFixed(0)}% would be known to within ${halfWidthPoints.toFixed(1)} points`,
    ),
    ...reviewers.map(({ reviewer, labelled }) => `  ${reviewer} labelled ${labelled} of ${size}`),
    ...(agreement.rows > 0
      ? [
          `  agreed on ${agreement.agreed} of ${agreement.rows}${agreement.kappa === null ? '' : `, kappa ${agreement.kappa.toFixed(2)}`}`,
        ]
      : []),
    ...open.map(
      ({ row, labels }) => `  row ${row}: ${labels.map((one) => `${one.reviewer} says ${one.label}`).join(', ')}`,
    ),
  ];
  return { text: `${lines.join('\n')}\n`, json: set };
}
