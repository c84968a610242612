import type { FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { freshId } from '#shared/ids.ts';
import type { Problem } from '#shared/problem.ts';
import { command } from '../connection/connection.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import type { Selectable } from '../flow/selectionStore.ts';

/** What a fault would act on when this is clicked; undefined for what cannot be broken. */
export function targetOf({ kind, id, service }: Selectable): FaultTarget | undefined {
  switch (kind) {
    case 'wire':
      return { wire: id };
    case 'service':
      return { service: id };
    case 'broker':
      return { broker: id };
    case 'handler':
      return service === undefined ? undefined : { handler: id, service };
    case 'driver':
    case 'external':
    case 'note':
    case 'group':
      return undefined;
  }
}

/** Whether this kind of fault can act there. */
export function fits(flow: Flow, kind: FaultKind, target: FaultTarget): boolean {
  return resolveTarget(flow, lookOf(kind).create({ id: 'fault', target })).ok;
}

/** The things that a kind of fault can be put on, in words, from what the kind itself accepts. */
export function targetWords(kind: FaultKind): string {
  const sample: Flow = {
    version: 1,
    name: 'Sample',
    services: {
      s: {
        name: 's',
        position: origin,
        replicas: 1,
        listeners: { l: { transport: 'tcp' } },
        handlers: { h: { on: { message: 'm' }, steps: [] } },
      },
    },
    brokers: { b: { name: 'b', transport: 'redis', position: origin } },
    wires: { w: { name: 'W', from: 's', to: 'b' } },
    drivers: {},
    externals: {},
    notes: {},
  };
  const words: [string, FaultTarget][] = [
    ['wire', { wire: 'w' }],
    ['handler', { handler: 'h', service: 's' }],
    ['service', { service: 's' }],
    ['broker', { broker: 'b' }],
  ];
  return words.flatMap(([word, target]) => (fits(sample, kind, target) ? [word] : [])).join(', ');
}

const origin = { x: 0, y: 0 };

/** Puts a fault of this kind, with its usual settings, on a thing; gives back why not. */
export async function breakIt(kind: FaultKind, target: FaultTarget): Promise<Problem | undefined> {
  const taken = Object.fromEntries(useFlowStore.getState().faults.map(({ id }) => [id, true]));
  const answer = await command('putFault', { fault: lookOf(kind).create({ id: freshId('fault', taken), target }) });
  return answer.ok ? undefined : answer.problem;
}

export async function mend(fault: string): Promise<Problem | undefined> {
  const answer = await command('removeFault', { fault });
  // One that has ended by itself meanwhile is as gone as it should be.
  return answer.ok || answer.problem.code === 'notFound' ? undefined : answer.problem;
}

export async function mendAll(): Promise<Problem | undefined> {
  const answer = await command('removeFaults', {});
  return answer.ok ? undefined : answer.problem;
}
