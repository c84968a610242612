import { create } from 'zustand';
import type { Fault } from '#shared/faults/fault.ts';
import type { Problem } from '#shared/problem.ts';
import { command } from '../connection/connection.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { newFaultId } from './newFaultId.ts';

/** What this page mended last, so that it can be broken again just as it was. */
export const useMended = create<{ last: readonly Fault[] }>(() => ({ last: [] }));

export const forgetMended = (): void => useMended.setState({ last: [] });

/** Mends some; gives back why not. One that has ended by itself meanwhile is as gone as it should be. */
export function mend(faults: readonly Fault[]): Promise<Problem | undefined> {
  return remembering(faults, async () => {
    const answers = await Promise.all(faults.map(({ id }) => command('removeFault', { fault: id })));
    return answers.flatMap((answer) => (answer.ok || answer.problem.code === 'notFound' ? [] : answer.problem))[0];
  });
}

export function mendAll(): Promise<Problem | undefined> {
  return remembering(useFlowStore.getState().faults, async () => {
    const answer = await command('removeFaults', {});
    return answer.ok ? undefined : answer.problem;
  });
}

/** Known before the server answers: the list of faults may be shorter by then, and somebody may take it back at once. */
async function remembering(
  faults: readonly Fault[],
  doing: () => Promise<Problem | undefined>,
): Promise<Problem | undefined> {
  const before = useMended.getState().last;
  if (faults.length > 0) useMended.setState({ last: faults });
  const refusal = await doing();
  if (refusal !== undefined && useMended.getState().last === faults) useMended.setState({ last: before });
  return refusal;
}

/** Breaks again what was mended last. Gives back why some of it stays whole. */
export async function undoMend(): Promise<Problem | undefined> {
  const { last } = useMended.getState();
  forgetMended();
  let refusal: Problem | undefined;
  // One after the other: in the order in which they were broken.
  for (const fault of last) {
    // Under its old id, it would change one that has come to that id since.
    const isTaken = useFlowStore.getState().faults.some(({ id }) => id === fault.id);
    const id = isTaken ? newFaultId(fault.kind) : fault.id;
    const answer = await command('putFault', { fault: { ...fault, id } });
    if (!answer.ok) refusal ??= answer.problem;
  }
  return refusal;
}
