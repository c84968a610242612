import type { Edit } from '#shared/flow/edits.ts';
import { useFlowStore } from '../flow/flowStore.ts';

/** Changes the drawing; gives back why not, in words for the field that asked. */
export function change(...edits: Edit[]): string | undefined {
  return useFlowStore.getState().edit(edits)?.message;
}
