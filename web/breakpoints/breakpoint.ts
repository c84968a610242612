import type { Fault, FaultTarget } from '#shared/faults/fault.ts';
import { resolveTarget } from '#shared/faults/resolveTarget.ts';
import type { Flow } from '#shared/flow/flow.ts';
import { command } from '../connection/connection.ts';
import { holdLook } from '../faults/hold.ts';
import { mend } from '../faults/mended.ts';
import { newFaultId } from '../faults/newFaultId.ts';
import { faultsOnTarget } from '../faults/onTarget.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import { useNotices } from '../ui/notices.ts';

/** The breakpoints on exactly this wire or handler. */
export const breakpointsOn = (flow: Flow, faults: readonly Fault[], target: FaultTarget): Fault[] =>
  faultsOnTarget(flow, faults, target).filter(({ kind }) => kind === 'hold');

/** HTTP requests are no messages of NestJS: nothing stops at their handlers. */
export const canBreak = (flow: Flow, target: FaultTarget): boolean =>
  resolveTarget(flow, holdLook.create({ id: 'stop', target })).ok;

/** Sets a breakpoint there, or takes it away. */
export async function toggleBreakpoint(target: FaultTarget): Promise<void> {
  const { flow, faults } = useFlowStore.getState();
  const there = breakpointsOn(flow, faults, target);
  const refusal = there.length > 0 ? await mend(there) : await put(target);
  if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
}

async function put(target: FaultTarget) {
  const answer = await command('putFault', { fault: holdLook.create({ id: newFaultId('hold'), target }) });
  return answer.ok ? undefined : answer.problem;
}

/** What is selected, when that is one wire or handler at which messages can be stopped. */
export function selectedTarget(): FaultTarget | undefined {
  const [item, ...others] = useSelectionStore.getState().selection;
  if (item === undefined || others.length > 0) return undefined;
  const target =
    item.kind === 'wire'
      ? { wire: item.id }
      : item.kind === 'handler'
        ? { handler: `${item.service}.${item.id}` }
        : undefined;
  return target !== undefined && canBreak(useFlowStore.getState().flow, target) ? target : undefined;
}
