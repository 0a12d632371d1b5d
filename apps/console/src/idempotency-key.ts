/** Keys of requests whose answer never came, by what was asked: asking the same again sends the same key. */
const unanswered = new Map<string, string>();

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Sends a request that must not happen twice under an `Idempotency-Key`. When no answer arrives, the key is kept, so
 * that pressing the button again repeats the request instead of doing the work a second time.
 *
 * @param asked what is asked, as text: the path and the body
 * @param send sends it; throws an error for which `noAnswer` is true when no answer arrived
 */
export async function onceFor<T>(
  asked: string,
  send: (key: string) => Promise<T>,
  noAnswer: (error: unknown) => boolean,
): Promise<T> {
  const key = unanswered.get(asked) ?? randomKey();
  unanswered.set(asked, key);
  try {
    const answer = await send(key);
    unanswered.delete(asked);
    return answer;
  } catch (error) {
    if (!noAnswer(error)) unanswered.delete(asked);
    throw error;
  }
}
