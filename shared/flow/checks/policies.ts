import type { Problem } from '../../problem.ts';
import { walkSteps } from '../../steps/step.ts';
import type { Flow, Wire } from '../flow.ts';
import { warning } from './finding.ts';

/** Policies of a wire that can never do anything. */
export function checkPolicies(flow: Flow): Problem[] {
  const used = stepsOnWires(flow);
  return Object.entries(flow.wires).flatMap(([id, wire]) => [
    ...checkEvents(wire, { id, used: used.get(id) }),
    ...checkHedge(wire, id),
  ]);
}

/** Whether handlers send or emit over each wire. */
function stepsOnWires(flow: Flow): Map<string, Set<'send' | 'emit'>> {
  const used = new Map<string, Set<'send' | 'emit'>>();
  for (const service of Object.values(flow.services)) {
    for (const { steps } of Object.values(service.handlers)) {
      walkSteps(steps, '', (step) => {
        if (step.do !== 'send' && step.do !== 'emit') return;
        used.set(step.wire, (used.get(step.wire) ?? new Set()).add(step.do));
      });
    }
  }
  return used;
}

const forRequests = {
  fallback: 'an event has no value that it could give instead',
  hedge: 'nobody waits for the answer to an event',
} as const;

function checkEvents(
  { name, policies }: Wire,
  { id, used }: { id: string; used: ReadonlySet<'send' | 'emit'> | undefined },
): Problem[] {
  if (used === undefined || used.has('send')) return [];
  return (['fallback', 'hedge'] as const).flatMap((kind) => {
    if (policies?.[kind] === undefined) return [];
    const message = `The ${kind} of wire "${name}" does nothing: only events go over it, and ${forRequests[kind]}. Switch it off, or send requests.`;
    return [warning('noEffect', message, `wires.${id}.policies.${kind}`)];
  });
}

function checkHedge({ name, policies: { hedge, timeout } = {} }: Wire, id: string): Problem[] {
  if (hedge === undefined || timeout === undefined || hedge.afterMs < timeout.ms) return [];
  const message = `The hedge of wire "${name}" never comes: the timeout ends each attempt after ${timeout.ms} ms. Hedge sooner, or wait longer.`;
  return [warning('noEffect', message, `wires.${id}.policies.hedge.afterMs`)];
}
