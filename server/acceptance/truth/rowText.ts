import type { Situation } from '#shared/truth/situations.ts';
import type { HopEvent } from '#shared/trace.ts';
import { errorText } from './cellText.ts';

/** Some are still on their way, or worked at. */
export const unfinished = 'not all are done';

/** What became of a row of messages, which carry their numbers; `events` are those of their trace. */
export function rowText({ row = 0, after = [], pattern }: Situation, events: readonly HopEvent[]): string {
  const starts = numbered(events, 'received', pattern);
  const ends = numbered(events, 'logged', pattern);
  const failed = events.find(({ type, wire }) => type === 'failed' && wire === 'asks');
  if (starts.length === 0) return failed?.error === undefined ? 'lost' : `${errorText(failed.error)}; lost`;
  if (starts.length < row || ends.length < starts.length) return unfinished;
  const isFirstSlow = pattern.startsWith('uneven');
  const texts = shares(isFirstSlow ? ends : starts, row).map((share) =>
    isFirstSlow ? overtaking(share) : isSorted(share) ? 'in order' : 'out of order',
  );
  const text = [...new Set(texts)].join(', or ');
  return after.length > 0 ? `delivered later, ${text}` : text;
}

interface Numbered {
  number: number;
  replica: number;
}

const numbered = (events: readonly HopEvent[], type: HopEvent['type'], pattern: string): Numbered[] =>
  events
    .filter((event) => event.type === type && event.service === 'callee' && event.pattern === pattern)
    // Kafka makes a text of a number.
    .map(({ data, replica = 0 }) => ({ number: Number(data), replica }));

/** One for all, unless every replica has had all of them. */
function shares(seen: readonly Numbered[], row: number): number[][] {
  const all = seen.map(({ number }) => number);
  if (seen.length === row) return [all];
  const replicas = [...new Set(seen.map(({ replica }) => replica))];
  return replicas.map((one) => seen.filter(({ replica }) => replica === one).map(({ number }) => number));
}

const isSorted = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));

function overtaking(done: readonly number[]): string {
  const before = done.indexOf(1);
  if (before === 0) return 'the others wait for it';
  return before === done.length - 1 ? 'the others overtake it' : 'some overtake it, some wait';
}
