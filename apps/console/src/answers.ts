import { ApiProblem, problemOf, unreachable } from './api-problem.js';
import { onceFor } from './idempotency-key.js';

/** What the generated client makes of a response. */
export interface Answer<T> {
  data?: T;
  error?: unknown;
  /** Absent when no answer came at all. */
  response?: Response;
}

/** The data of an answer; throws `ApiProblem` for a refusal and for a missing answer alike. */
export async function dataOf<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (response === undefined) throw unreachable(error);
  if (error !== undefined || data === undefined) throw new ApiProblem(problemOf(response.status, error));
  return data;
}

/** For an answer without a body. */
export async function done(asked: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await asked;
  if (response === undefined) throw unreachable(error);
  if (!response.ok) throw new ApiProblem(problemOf(response.status, error));
}

/** Asks for something that must not be made twice, under an idempotency key. */
export const create = <T>(
  what: string,
  body: unknown,
  send: (headers: { 'Idempotency-Key': string }) => Promise<Answer<T>>,
) =>
  onceFor(
    `${what} ${JSON.stringify(body)}`,
    (key) => dataOf(send({ 'Idempotency-Key': key })),
    (error) => error instanceof ApiProblem && error.unreachable,
  );
