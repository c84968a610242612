import type { Fault, FaultTarget } from '#shared/faults/fault.ts';

/** What every fault begins with: it hits everything, both ways, until it is switched off. */
export function newFault<B extends { id: string; target: FaultTarget }>(base: B): B & Pick<Fault, 'leg' | 'rate'> {
  return { ...base, leg: 'both', rate: 1 };
}
