import type { Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { own, reachableHandlers, wireEnd } from '#shared/flow/lookup.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import { connect } from '../canvas/connect.ts';

export type CallKind = 'request' | 'event';

/** A wire that a service does not have yet, and could. */
export interface NewWire {
  /** The box that it is drawn for: a service, a broker or an external. */
  box: string;
  /** `orders`, or `notifications over redis`. */
  label: string;
  /** Its id once it is drawn, where it leads, and what draws it. */
  wire: string;
  to: string;
  edits: Edit[];
}

/** Every box that the service could be connected to, and is not; drawn as a line on the canvas would be. */
export function newWires(flow: Flow, service: string): NewWire[] {
  const boxes = [...Object.keys(flow.services), ...Object.keys(flow.brokers), ...Object.keys(flow.externals)];
  return boxes.flatMap((box) => {
    const result = connect(flow, service, box);
    const edit = result.ok ? result.edits.find((one) => one.edit === 'put' && one.part === 'wires') : undefined;
    const to = edit?.edit === 'put' ? (edit.value as { to: string }).to : undefined;
    if (!result.ok || result.wire === undefined || to === undefined) return [];
    const over = to === box ? '' : ` over ${nameOf(flow, to)}`;
    return [{ box, label: `${nameOf(flow, box)}${over}`, wire: result.wire, to, edits: result.edits }];
  });
}

function nameOf(flow: Flow, id: string): string {
  const end = wireEnd(flow, id);
  if (end === undefined) return id;
  return end.kind === 'service' ? end.service.name : end.kind === 'broker' ? end.broker.name : end.external.name;
}

/** The patterns that somebody at that end answers: a request finds message handlers, an event event handlers. */
export function answeredAt(flow: Flow, to: string, kind: CallKind): Pattern[] {
  return reachableHandlers(flow, to).flatMap(({ on }) => {
    if (kind === 'request') return 'message' in on ? [on.message] : [];
    return 'event' in on ? [on.event] : [];
  });
}

/** The same for one service alone, of all that a broker would reach. */
export function answeredBy(flow: Flow, service: string, kind: CallKind): Pattern[] {
  if (own(flow.services, service) === undefined) return answeredAt(flow, service, kind);
  return Object.values(own(flow.services, service)?.handlers ?? {}).flatMap(({ on }) => {
    if (kind === 'request') return 'message' in on ? [on.message] : [];
    return 'event' in on ? [on.event] : [];
  });
}
