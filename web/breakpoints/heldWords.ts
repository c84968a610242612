import type { Held } from './heldStore.ts';

/** `4 s`, `1:05 min`: as seldom another text as can be read. */
export function sinceText({ since }: Held, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
}

/** What the caller does meanwhile: `gives up in 2.3 s`. */
export function callerText({ caller, givesUpAt }: Held, now: number): string {
  switch (caller) {
    case 'nobody':
      return 'nobody waits for an event';
    case 'answered':
      return 'caller has its answer already';
    case 'gaveUp':
      return 'caller gave up';
    case 'waits': {
      if (givesUpAt === undefined) return 'caller waits without end';
      const left = Math.max(0, givesUpAt - now);
      const text = left < 10_000 ? (Math.ceil(left / 100) / 10).toFixed(1) : String(Math.ceil(left / 1000));
      return `caller gives up in ${text} s`;
    }
  }
}

export const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

/** What is said when other messages are held than before; undefined when nobody need hear of it. */
export function heldNews(before: readonly string[], now: readonly string[]): string | undefined {
  const come = now.filter((id) => !before.includes(id)).length;
  const gone = before.filter((id) => !now.includes(id)).length;
  if (come === 0 && gone === 0) return undefined;
  if (now.length === 0) return 'No message is held any more.';
  const how = come > 0 ? `${messages(come)} stopped at a breakpoint.` : `${messages(gone)} went on.`;
  return `${how} ${messages(now.length)} held.`;
}
