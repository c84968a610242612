import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import type { Json } from '#shared/json.ts';
import { durationText } from '../../ui/durationText.ts';
import { hopFrom, hopTo, shortError, shortPattern } from '../hopText.ts';
import { tookUs, type HopView } from '../hopView.ts';

/** The names and phrases a verdict is made of. */

export function wireName(flow: Flow, hop: HopView): string | undefined {
  const name = own(flow.wires, hop.wire ?? '')?.name;
  return name === undefined ? undefined : isolated(name);
}

/** A name written from right to left must not turn the numbers beside it around (U+2068 and U+2069 keep it to itself). */
const isolated = (text: string): string =>
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text) ? `\u2068${text}\u2069` : text;

/** Who was to get it: `payments`; a broker, as long as nobody behind it got it. */
export const calleeName = (flow: Flow, hop: HopView): string =>
  isolated(hopTo(flow, hop).replace(/^→ /, '')) || 'nobody';

/** Whose call it was: `orders`, `driver buyer`, `the driver-2`. */
export function callerName(flow: Flow, hop: HopView): string {
  const from = isolated(hopFrom(flow, hop));
  // A driver that kept its first name is one already.
  if (hop.driver !== undefined) return /^driver\b/i.test(from) ? `the ${from}` : `driver ${from}`;
  return from === 'outside' ? 'the caller outside' : from;
}

/** What answers a call, as its caller sees it: the wire, or for lack of one the service. */
export const answerer = (flow: Flow, hop: HopView): string => wireName(flow, hop) ?? calleeName(flow, hop);

export const patternName = (hop: HopView): string => clipped(shortPattern(hop.pattern), 60);

const maxQuoted = 160;

/** `“402 Card declined”` */
export const quoted = (error: Json | undefined, status?: number): string =>
  `“${isolated(clipped(shortError(error, status) || 'an error without words', maxQuoted))}”`;

const clipped = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max)}…` : text);

/** How long a message took. */
export const tookText = (hop: HopView): string => durationText(tookUs(hop) / 1000);

export const timeText = (fromUs: number, toUs: number): string => durationText((toUs - fromUs) / 1000);

export function timesText(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

/** A part of a sentence, and the message that it speaks of. */
export interface Part {
  text: string;
  hopId?: string | undefined;
}

export const textOf = (parts: readonly Part[]): string => parts.map(({ text }) => text).join('');

/** As a sentence: a capital first, a full stop last. Names that people gave stay as they are, at the beginning too. */
export function sentence(parts: readonly Part[]): Part[] {
  const text = textOf(parts);
  if (text === '') return [];
  const startsPlainly = /^(driver|the|nobody|everything|still|attempt) /.test(text);
  const begun = parts.map((part, index) =>
    index === 0 && startsPlainly ? { ...part, text: part.text.charAt(0).toUpperCase() + part.text.slice(1) } : part,
  );
  return /[.…?!]”?$/.test(text) ? begun : [...begun, { text: '.' }];
}
