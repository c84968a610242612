import type { SendResult } from '#shared/ipc.ts';
import type { Json } from '#shared/json.ts';
import type { Situation } from '#shared/truth/situations.ts';

/** What happened to one message, as far as the table tells it. */
export interface Seen {
  result: Pick<SendResult, 'reply' | 'replies' | 'error'>;
  /** How many replicas ran a handler before anything that is done after the call, and altogether. */
  handledAtOnce: number;
  handled: number;
  /** How often a handler began with it. */
  runs: number;
  /** How often one came to its end. */
  ends: number;
}

/** One cell of the table: the same words for the same behaviour, whatever the ports and times of this run. */
export function cellText(
  { call, replicas = 1, during = [], after = [], isAlone }: Situation,
  { result, handledAtOnce, handled, runs, ends }: Seen,
): string {
  const got = call === 'send' ? gotText(result) : result.error === undefined ? '' : `${errorText(result.error)}; `;
  if (call === 'emit' && during.length > 0 && result.error === undefined)
    return ends === 0 ? 'lost half-way' : runs > 1 ? 'handled again' : 'handled';
  const isLate = after.length > 0 && handledAtOnce === 0 && handled > 0;
  const fate =
    handled === 0
      ? call === 'emit' || after.length > 0
        ? 'lost'
        : ''
      : isLate
        ? 'delivered later'
        : replicas > 1
          ? `handled by ${handled} of ${replicas}`
          : call === 'emit'
            ? isAlone === true && runs > 1
              ? 'handled again and again'
              : 'handled'
            : '';
  if (call === 'emit') return `${got}${fate}`;
  return fate === '' ? got : `${got}; ${fate}`;
}

function gotText({ reply, replies, error }: Seen['result']): string {
  if (error !== undefined) return errorText(error);
  if (replies !== undefined) return `answers ${replies.map(valueText).join(', ')}`;
  return reply === undefined ? 'ends without a value' : `answers ${valueText(reply)}`;
}

const valueText = (value: Json): string => JSON.stringify(value);

/** Addresses, times and which of its sockets broke first differ from run to run. */
const lasting = (text: string): string =>
  text
    .replaceAll(/\b(?:127\.0\.0\.1|localhost|::1):\d+/g, 'host:port')
    .replace(/(DEADLINE_EXCEEDED|UNAVAILABLE): .*/, '$1')
    .replace(/^KafkaJS\w*: .*/, 'KafkaJSError: gives up after some tries');

/** An error as the table tells it. */
export function errorText(error: Json): string {
  if (isNamed(error)) {
    if (error.name === 'TimeoutError') return 'never answers';
    return lasting(`${error.name}: ${error.message}`);
  }
  return lasting(typeof error === 'string' ? `"${error}"` : JSON.stringify(error));
}

const isNamed = (error: Json): error is { name: string; message: string } =>
  typeof error === 'object' && error !== null && 'name' in error && 'message' in error;
