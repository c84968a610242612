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

/**
 * What the events tell of breaks. When this page has missed some of them, also what else is broken now, since whenever; as
 * long as it has not, the list of what is broken only runs ahead of the events by a moment.
 */
export function knownBreaks(told: readonly Break[], { flow, faults, status, missed }: BrokenNow): readonly Break[] {
  if (missed === 0) return told;
  const now = [...faults.map((fault) => ofFault(flow, fault)), ...downOf(status)];
  const isNow = ({ key }: Break): boolean => now.some((one) => covers(key, one.key));
  // An end that never came would make it last for ever.
  const kept = told.filter((one) => one.endUs !== undefined || isNow(one));
  const open = kept.filter(({ endUs }) => endUs === undefined);
  const untold = now.filter(({ key }) => !open.some((one) => covers(one.key, key)));
  return [...untold, ...kept];
}

/** A service that went down as a whole covers each of its replicas. */
const covers = (whole: string, key: string): boolean => key === whole || key.startsWith(`${whole} `);

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
