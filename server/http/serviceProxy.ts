import { randomBytes } from 'node:crypto';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Request, Response } from 'express';
import { problem, type Problem } from '#shared/problem.ts';

/** A handler may take ten minutes (a `delay` step); a connection on which nothing moves for longer is given up. */
const silenceMs = 11 * 60_000;

/** Headers that concern one connection only (RFC 9110 §7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What a stranger's flow answers must not act as a page of ours: no scripts, no guessing of types. */
const contained = { 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff' };

export interface ProxyTarget {
  port: number;
  /** With the query string, as the caller wrote it. */
  path: string;
}

/** Streams a request to a service on its real port, and the answer back, with the trace's id in `x-trace-id`. */
export function proxyToService(incoming: Request, response: Response, { port, path }: ProxyTarget): void {
  const { headers, traceId } = tracedHeaders(incoming.headers);
  const outgoing = request({ host: '127.0.0.1', port, path, method: incoming.method, headers, timeout: silenceMs });
  outgoing.once('timeout', () => outgoing.destroy(new Error(`nothing came for ${silenceMs / 60_000} minutes`)));
  outgoing.once('response', (answer) => passBack(answer, response, traceId));
  outgoing.once('error', (error) => refuse(response, 502, proxyProblem(`broke off (${error.message})`)));
  // The caller went away: nobody waits for the answer.
  response.once('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

export function refuse(response: Response, status: number, refusal: Problem): void {
  if (response.headersSent) response.destroy();
  else response.status(status).json({ ok: false, problem: refusal });
}

export const proxyProblem = (what: string): Problem =>
  problem('notRunning', `The service ${what}. See its box for its state, and start it if it is down.`);

function passBack(answer: IncomingMessage, response: Response, traceId: string | undefined): void {
  const traced = traceId === undefined ? {} : { 'x-trace-id': traceId };
  response.writeHead(answer.statusCode ?? 502, { ...endToEnd(answer.headers), ...contained, ...traced });
  answer.pipe(response);
  answer.once('error', () => response.destroy());
}

/** Ours, so the hop is the message itself; but nobody of ours waits for its answer. */
const doorState = 'patchbay=1,patchbay-door=1';

/** Begins a trace unless the caller brings one. The mark in tracestate makes the service keep our ids as the hop's own. */
function tracedHeaders(incoming: IncomingHttpHeaders): { headers: IncomingHttpHeaders; traceId: string | undefined } {
  const headers = endToEnd(incoming);
  const brought = /^00-([0-9a-f]{32})-/.exec(String(headers['traceparent'] ?? ''));
  if (brought !== null) return { headers, traceId: brought[1] };
  const traceId = randomBytes(16).toString('hex');
  const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
  return { headers: { ...headers, traceparent, tracestate: doorState }, traceId };
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',');
  const dropped = new Set([...hopByHop, ...named.map((name) => name.trim().toLowerCase())]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}
