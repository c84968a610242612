import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';

/** A list of edits that the page has applied and the server has not accepted yet. */
export interface Pending {
  id: number;
  edits: Edit[];
}

/**
 * What the page shows: the server's flow with the page's own open edits on top. An edit that no longer fits, because somebody
 * else removed what it changes, is left out; the server refuses it too, and says so.
 */
export function withPending(confirmed: Flow, pending: readonly Pending[]): Flow {
  let flow = confirmed;
  for (const { edits } of pending) {
    const applied = applyEdits(flow, edits);
    if (applied.ok) flow = applied.value;
  }
  return flow;
}
