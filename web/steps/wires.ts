import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { patternText, type Pattern } from '#shared/flow/pattern.ts';
import type { StepPlace } from './look.ts';
import { answeredAt, type CallKind } from './newWires.ts';

/** The wires that start at a service, to choose one from. */
export function wiresOf(flow: Flow, service: string): { value: string; label: string }[] {
  return Object.entries(flow.wires)
    .filter(([, wire]) => wire.from === service)
    .map(([value, wire]) => ({ value, label: wire.name }));
}

/** The patterns that somebody behind a wire answers, as text, for what is sent: a request finds message handlers, an event event handlers. */
export function patternsBehind(flow: Flow, wire: string, kind: CallKind): string[] {
  return [...new Set(answered(flow, wire, kind).map(patternText))];
}

/** The same, as patterns. */
export function answered(flow: Flow, wire: string, kind: CallKind): Pattern[] {
  const to = own(flow.wires, wire)?.to;
  return to === undefined ? [] : answeredAt(flow, to, kind);
}

/** What a new send or emit begins with: a wire behind which such a message is answered, else the first at all. Events go to a broker first. */
export function firstCall(place: StepPlace, kind: CallKind): { wire: string; pattern: Pattern } {
  const { flow, service } = place;
  const wires = wiresOf(flow, service).map(({ value }) => value);
  const toBroker = wires.filter((wire) => own(flow.brokers, own(flow.wires, wire)?.to ?? '') !== undefined);
  const inOrder = kind === 'event' ? [...toBroker, ...wires] : wires;
  for (const wire of inOrder) {
    const [pattern] = answered(flow, wire, kind);
    if (pattern !== undefined) return { wire, pattern };
  }
  return { wire: inOrder[0] ?? 'none', pattern: kind === 'request' ? { cmd: 'ask' } : 'something_happened' };
}

export const payloadName = ({ payload }: StepPlace): string => payload;
