import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from '@antidote/contracts';

const STATUS = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_HEADER_OVERFLOW', 431],
]);

/** Answers what is no HTTP, or breaks off: it never becomes a request, and its problem goes straight to the socket. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // Who is gone reads no answer.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUS.get(error.code ?? '') ?? 400;
  const title = STATUS_CODES[status]!;
  const detail = `The request broke off or is no HTTP (${error.code}); send it again, whole`;
  const problem: Problem = { type: 'about:blank', title, status, code: 'invalid_argument', detail };
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
