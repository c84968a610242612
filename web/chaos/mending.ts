import type { Fault } from '#shared/faults/fault.ts';
import type { Problem } from '#shared/problem.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { mend, mendAll, undoMend } from '../faults/mended.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useNotices } from '../ui/notices.ts';
import { sayBroken } from './chaosStore.ts';
import { targetName } from './targetName.ts';

/** Mending as a person does it: what went well is said to those who listen, what did not to everybody. */

const nameOf = (fault: Fault): string =>
  `${lookOf(fault.kind).label} on ${targetName(useFlowStore.getState().flow, fault)}`;

export function mendOne(fault: Fault): Promise<boolean> {
  return tell(mend([fault]), `${nameOf(fault)} is mended.`);
}

export function mendEverything(): Promise<boolean> {
  return tell(mendAll(), 'Everything is mended.');
}

export function breakAgain(): Promise<boolean> {
  return tell(undoMend(), 'What was mended last is broken again.');
}

async function tell(doing: Promise<Problem | undefined>, done: string): Promise<boolean> {
  const refusal = await doing;
  if (refusal === undefined) sayBroken(done);
  else useNotices.getState().say('bad', refusal.message);
  return refusal === undefined;
}
