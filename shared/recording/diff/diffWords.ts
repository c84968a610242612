import { errorText } from '../../trace.ts';
import { shortPattern, type PlayedHop } from './playedHop.ts';

/** `end`: it ended in another way. `answer`: with another value. */
export type DifferenceKind = 'onlyThen' | 'onlyNow' | 'end' | 'answer' | 'handler' | 'replica';

const mostChars = 80;
const short = (text: string): string => (text.length > mostChars ? `${text.slice(0, mostChars - 1)}…` : text);

/** How a message ended, in words: `answered 201`, `timed out`, `failed with "Card declined"`. */
export function endWords({ end, status, error, reply, kind }: PlayedHop): string {
  const code = status === undefined ? '' : ` ${status}`;
  switch (end) {
    case 'pending':
      return kind === 'event' ? 'sent' : 'not answered';
    case 'answered':
      return code === ''
        ? `answered ${short(reply === undefined ? 'nothing' : JSON.stringify(reply))}`
        : `answered${code}`;
    case 'done':
      return kind === 'event' ? 'sent' : `ended${code}`;
    case 'failed':
      return `failed${code}${error === undefined ? '' : ` with "${short(errorText(error))}"`}`;
    case 'timedOut':
      return 'timed out';
    case 'lost':
      return 'lost: nobody received it';
    case 'cancelled':
      return 'cancelled';
  }
}

/** `charge, payments → ledger: answered { ok: true } then, timed out now` */
export function differenceWords(what: DifferenceKind, then: PlayedHop | undefined, now: PlayedHop | undefined): string {
  const hop = now ?? then;
  if (hop === undefined) return '';
  const attempt = (hop.attempt ?? 1) > 1 ? `, try ${hop.attempt}` : '';
  const where = `${shortPattern(hop.pattern)}${attempt}, ${hop.place}`;
  switch (what) {
    case 'onlyThen':
      return `${where}: ${then === undefined ? '' : endWords(then)} then, not sent now`;
    case 'onlyNow':
      return `${where}: not sent then, ${now === undefined ? '' : endWords(now)} now`;
    case 'end':
    case 'answer':
      return `${where}: ${then === undefined ? '' : endWords(then)} then, ${now === undefined ? '' : endWords(now)} now`;
    case 'handler':
      return `${where}: reached ${list(then?.handlers)} then, ${list(now?.handlers)} now`;
    case 'replica':
      return `${where}: reached ${list(then?.replicas)} then, ${list(now?.replicas)} now`;
  }
}

const list = (names: readonly string[] = []): string => (names.length === 0 ? 'nobody' : names.join(' and '));
