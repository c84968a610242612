import type { Fault } from '#shared/faults/fault.ts';
import { resolveTarget, type ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { patternText } from '#shared/flow/pattern.ts';

/** What a fault acts on, in a few words: `PAYMENTS`, `users { cmd: 'get_user' }`. */
export function targetName(flow: Flow, fault: Fault): string {
  const resolved = resolveTarget(flow, fault);
  if (!resolved.ok) return 'something that is gone';
  const { target } = resolved;
  const replica = 'replica' in target && target.replica !== undefined ? ` #${target.replica + 1}` : '';
  return `${wholeName(flow, target)}${replica}`;
}

function wholeName(flow: Flow, target: ResolvedTarget): string {
  const serviceName = (id: string): string => own(flow.services, id)?.name ?? id;
  switch (target.on) {
    case 'wire':
      return wireName(flow, target.wire);
    case 'broker':
      return own(flow.brokers, target.broker)?.name ?? target.broker;
    case 'service':
      return serviceName(target.service);
    case 'listener':
      return `${serviceName(target.service)} · ${target.listener}`;
    case 'handler': {
      const on = own(own(flow.services, target.service)?.handlers ?? {}, target.handler)?.on;
      const text =
        on === undefined
          ? target.handler
          : 'http' in on
            ? on.http
            : patternText('message' in on ? on.message : on.event);
      return `${serviceName(target.service)} ${text}`;
    }
  }
}

/** Two services may each have a wire of the same name. */
function wireName(flow: Flow, id: string): string {
  const wire = own(flow.wires, id);
  if (wire === undefined) return id;
  const isAmbiguous = Object.values(flow.wires).filter(({ name }) => name === wire.name).length > 1;
  return isAmbiguous ? `${wire.name} of ${own(flow.services, wire.from)?.name ?? wire.from}` : wire.name;
}
