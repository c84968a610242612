import type { Fault } from '#shared/faults/fault.ts';
import { resolveTarget, type ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';

export interface ResolvedFault {
  fault: Fault;
  target: ResolvedTarget;
}

let last: { flow: Flow; faults: readonly Fault[]; resolved: readonly ResolvedFault[] } | undefined;

/** Where each fault acts. Every box, row and wire on the canvas asks for the same list, so the last one is kept. */
export function resolvedFaults(flow: Flow, faults: readonly Fault[]): readonly ResolvedFault[] {
  if (last?.flow === flow && last.faults === faults) return last.resolved;
  const resolved = faults.flatMap((fault) => {
    const resolution = resolveTarget(flow, fault);
    return resolution.ok ? [{ fault, target: resolution.target }] : [];
  });
  last = { flow, faults, resolved };
  return resolved;
}
