import type { Flow } from '#shared/flow/flow.ts';
import { endName, own, wireEnd } from '#shared/flow/lookup.ts';
import { patternText, type Pattern } from '#shared/flow/pattern.ts';
import type { Json } from '#shared/json.ts';
import { errorText } from '#shared/trace.ts';
import { durationText } from '../ui/durationText.ts';
import type { HopView } from './hopView.ts';

/** One message in words: from whom, to whom, how it ended. */

/** `{ cmd: 'charge' }` is read as `charge` where there is little room; anything richer is shown whole. */
export function shortPattern(pattern: Pattern): string {
  if (typeof pattern === 'string') return pattern;
  const [only, ...others] = Object.values(pattern);
  return typeof only === 'string' && others.length === 0 ? only : patternText(pattern);
}

export function hopFrom(flow: Flow, hop: HopView): string {
  if (hop.driver !== undefined) return own(flow.drivers, hop.driver)?.name ?? hop.driver;
  const service = hop.fromService ?? (hop.wire === undefined ? undefined : own(flow.wires, hop.wire)?.from);
  return service === undefined ? 'outside' : (own(flow.services, service)?.name ?? service);
}

/** Who got it, or where it was going: `payments`, `notifications ×2`, `→ redis`. */
export function hopTo(flow: Flow, hop: HopView): string {
  const counts = new Map<string, number>();
  for (const { service } of hop.deliveries) counts.set(service, (counts.get(service) ?? 0) + 1);
  const receivers = [...counts].map(([id, count]) => {
    const name = own(flow.services, id)?.name ?? id;
    return count > 1 ? `${name} ×${count}` : name;
  });
  if (receivers.length > 0) return receivers.join(', ');
  const to = hop.external ?? own(flow.wires, hop.wire ?? '')?.to ?? own(flow.drivers, hop.driver ?? '')?.to;
  return to === undefined ? '' : `→ ${endName(flow, to) ?? to}`;
}

/** What it went through: the broker's name, when there is one. */
export function hopBroker(flow: Flow, hop: HopView): string | undefined {
  const end = wireEnd(flow, own(flow.wires, hop.wire ?? '')?.to ?? '');
  return end?.kind === 'broker' ? end.broker.name : undefined;
}

/** What a ValidationPipe has found is a list: in an answer its `message`, in its exception that of its `response`. */
function findingsText(error: Record<string, Json> | undefined): string | undefined {
  const { name, message, response } = error ?? {};
  const inner = typeof response === 'object' && response !== null && 'message' in response ? response.message : message;
  if (!Array.isArray(inner)) return undefined;
  return `${typeof name === 'string' ? `${name}: ` : ''}${inner.map(String).join(', ')}`;
}

/** One line out of an error, its status first: `402 Card declined`. */
export function shortError(error: Json | undefined, status?: number): string {
  const found = typeof error === 'object' && error !== null && !Array.isArray(error) ? error : undefined;
  const given = found?.['status'] ?? found?.['statusCode'];
  const code = typeof given === 'number' || typeof given === 'string' ? given : status;
  const text = findingsText(found) ?? errorText(error);
  // Nest's own `{ status: 'error', message }` says nothing with its status.
  return [code === 'error' ? undefined : code, text].filter((part) => part !== undefined && part !== '').join(' ');
}

/** How it ended, as it stands beside its bar: `4 ms`, `timeout 1 s`, `402 Card declined`. */
export function hopNote(hop: HopView): string {
  switch (hop.state) {
    case 'pending':
      return hop.kind === 'event' ? '' : 'waiting';
    case 'timedOut':
      return `timeout${hop.timeoutMs === undefined ? '' : ` ${durationText(hop.timeoutMs)}`}${hop.orphaned ? ', late reply' : ''}`;
    case 'failed':
      return shortError(hop.error, hop.status) || 'failed';
    case 'lost':
      return lostText(hop);
    case 'cancelled':
      return noteOf(hop, 'cancelled') ?? 'cancelled';
    case 'ok':
      return hop.orphaned ? 'a late reply, too' : durationText(hopDurationMs(hop) ?? 0);
  }
}

const noteOf = ({ events }: HopView, of: 'lost' | 'cancelled'): string | undefined =>
  events.findLast(({ type }) => type === of)?.note;

function lostText(hop: HopView): string {
  const reason = noteOf(hop, 'lost');
  return reason === undefined ? 'nobody received it' : `nobody received it (${reason})`;
}

/** Until the caller was done with it. */
export function hopDurationMs(hop: HopView): number | undefined {
  return hop.endedUs === undefined ? undefined : (hop.endedUs - hop.startedUs) / 1000;
}

const failedStates: ReadonlySet<HopView['state']> = new Set(['failed', 'timedOut', 'lost']);
export const hopFailed = (hop: Pick<HopView, 'state'>): boolean => failedStates.has(hop.state);
