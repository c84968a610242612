import { orList } from '#shared/orList.ts';
import type { MonkeyEnd, MonkeySettings, MonkeyView } from '#shared/faults/monkey.ts';
import { faultBadge, lookOf } from '../../faults/faultBadge.ts';
import { durationText } from '../../ui/durationText.ts';
import { asFault } from './monkeyDraft.ts';

/** What the monkey does and did, in plain words. */

const things = (count: number): string => (count === 1 ? '1 thing' : `${count} things`);

const ends: Record<MonkeyEnd, string> = {
  told: 'It was stopped',
  mended: 'It ended when everything was mended',
  done: 'It is done',
  replaced: 'It made room for another one',
};

/** `It has broken 3 things so far.` */
export function stateWords({ running, ended = 'told', acts }: MonkeyView): string {
  if (running) return acts === 0 ? 'It is loose.' : `It is loose, and has broken ${things(acts)} so far.`;
  return `${ends[ended]}, and had broken ${things(acts)}.`;
}

/** `Latency +900 ms or Drop, anywhere; every 3 s ± 1 s, for 4 s each, 2 at once`. */
export function planWords({ faults, targets, everyMs, jitterMs, eachForMs, atOnce, forMs }: MonkeySettings): string {
  const what = orList(faults.map(faultWords));
  const where = targets === 'any' ? 'anywhere' : targets.length === 1 ? 'at one place' : `at ${targets.length} places`;
  const jitter = jitterMs === 0 ? '' : ` ± ${durationText(jitterMs)}`;
  const until = forMs === undefined ? '' : `; stops after ${durationText(forMs)}`;
  const times = `every ${durationText(everyMs)}${jitter}, for ${durationText(eachForMs)} each, ${atOnce} at once`;
  return `${what}, ${where}; ${times}${until}.`;
}

/** Its name, and of its badge the numbers: `Latency +900 ms`, `Drop message 50 %`, `Drop message`. */
function faultWords(fault: MonkeySettings['faults'][number]): string {
  const { label } = lookOf(fault.kind);
  const numbers = /[+×]?\d.*$/.exec(faultBadge(asFault(fault)))?.[0];
  return numbers === undefined ? label : `${label} ${numbers}`;
}
