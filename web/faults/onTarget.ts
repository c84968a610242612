import type { Fault, FaultTarget } from '#shared/faults/fault.ts';
import { resolveTarget, type ResolvedTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { resolvedFaults } from './resolvedFaults.ts';

/** The faults that act on exactly this thing as a whole, however their targets are spelled. */
export function faultsOnTarget(flow: Flow, faults: readonly Fault[], target: FaultTarget): Fault[] {
  return resolvedFaults(flow, faults).flatMap(({ fault, target: meant }) => {
    const wanted = resolveTarget(flow, { ...fault, target });
    return wanted.ok && targetKey(meant) === targetKey(wanted.target) ? [fault] : [];
  });
}

function targetKey(target: ResolvedTarget): string {
  switch (target.on) {
    case 'wire':
      return `wire ${target.wire} ${target.replica ?? ''}`;
    case 'handler':
      return `handler ${target.service}.${target.handler} ${target.replica ?? ''}`;
    case 'listener':
      return `listener ${target.service}.${target.listener} ${target.replica ?? ''}`;
    case 'service':
      return `service ${target.service} ${target.replica ?? ''}`;
    case 'broker':
      return `broker ${target.broker}`;
  }
}
