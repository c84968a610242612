import type { Fault } from '#shared/faults/fault.ts';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { SessionStatus } from '#shared/status.ts';
import type { Break } from '../../trace/breaks.ts';

/** What is broken now, as the server says it. */
export interface BrokenNow {
  flow: Flow;
  faults: readonly Fault[];
  status: Pick<SessionStatus, 'services' | 'brokers'> | undefined;
  /** Events that this page never got. */
  missed: number;
}

/** What the events tell of breaks, and what else is broken now: its beginning made room, or never came here. */
export function knownBreaks(told: readonly Break[], { flow, faults, status, missed }: BrokenNow): readonly Break[] {
  const now = [...faults.map((fault) => ofFault(flow, fault)), ...downOf(status)];
  const keys = new Set(now.map(({ key }) => key));
  // An end that never came would make it last for ever.
  const kept = missed === 0 ? told : told.filter(({ endUs, key }) => endUs !== undefined || keys.has(key));
  const open = new Set(kept.flatMap(({ key, endUs }) => (endUs === undefined ? [key] : [])));
  const isTold = ({ key, place }: Break): boolean => open.has(key) || open.has(`service ${place.service}`);
  const untold = now.filter((one) => !isTold(one));
  return untold.length === 0 ? kept : [...untold, ...kept];
}

function ofFault(flow: Flow, fault: Fault): Break {
  const resolved = resolveTarget(flow, fault);
  const { on: _on, ...place } = resolved.ok ? resolved.target : { on: 'nothing' };
  return { ...began(`fault ${fault.id}`), fault, place };
}

function downOf(status: BrokenNow['status']): Break[] {
  const replicas = Object.entries(status?.services ?? {}).flatMap(([service, { replicas }]) =>
    replicas.flatMap(({ state }, replica) =>
      state === 'down' ? [{ ...began(`service ${service} ${replica}`), place: { service, replica } }] : [],
    ),
  );
  const brokers = Object.entries(status?.brokers ?? {}).flatMap(([broker, { state }]) =>
    state === 'down' ? [{ ...began(`broker ${broker}`), place: { broker } }] : [],
  );
  return [...replicas, ...brokers];
}

const began = (key: string) => ({ id: `${key} now`, key, startUs: undefined });
