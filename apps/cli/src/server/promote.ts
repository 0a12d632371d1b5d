import { setTimeout as pause } from 'node:timers/promises';
import { getPromotion, requestPromotion } from '@antidote/api-client';
import type { Promotion, PromotionRequest } from '@antidote/contracts';
import type { Outcome, Terminal } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { answerOf, type Connection } from './connect.js';

const POLL_MS = 300;
const ENDED: Promotion['state'][] = ['live', 'refused', 'failed'];

/** Asks for a promotion and waits until it is live, refused or failed. */
export async function promote(connection: Connection, body: PromotionRequest, terminal: Terminal): Promise<Outcome> {
  const { client } = connection;
  let promotion = await answerOf(connection, requestPromotion({ client, body }));
  let said = '';
  while (!ENDED.includes(promotion.state)) {
    if (promotion.state !== said) terminal.note(`promotion ${promotion.id}: ${(said = promotion.state)}`);
    await pause(POLL_MS);
    promotion = await answerOf(connection, getPromotion({ client, path: { id: promotion.id } }));
  }
  return { text: describe(promotion), json: promotion, exitCode: exitCode(promotion) };
}

function describe({ state, registeredModel, modelVersion, alias, replaced, decision, error }: Promotion): string {
  const lines = (decision?.results ?? []).map((result) => {
    const remedy = result.outcome === 'block' && result.remedy ? ` ${result.remedy}` : '';
    return `  ${result.outcome.padEnd(5)}  ${result.rule}: ${result.reason}${remedy}`;
  });
  const sentence = {
    live: `${registeredModel} version ${modelVersion} holds @${alias}${replaced ? `, before it version ${replaced}` : ''}.`,
    refused: `refused: ${registeredModel}@${alias} stays as it is.${error ? ` ${error}` : ''}`,
    failed: `failed: ${error ?? 'no reason given'}`,
  }[state as 'live' | 'refused' | 'failed'];
  return `${[sentence, ...lines].join('\n')}\n`;
}

function exitCode({ state }: Promotion): number {
  if (state === 'live') return EXIT.done;
  return state === 'refused' ? EXIT.refused : EXIT.unreachable;
}
