import { applyEdits, type Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';

/** A list of edits that the page has applied and the server has not accepted yet. */
export interface Pending {
  id: number;
  /** Its name for the server, which applies it once however often it is sent. */
  change: string;
  edits: Edit[];
}

/** What the page knows of the drawing. */
export interface Replica {
  /** The server's flow, as far as the page was told. */
  confirmed: Flow;
  revision: number;
  pending: Pending[];
  /** What is shown: the server's flow with the open edits on top. */
  flow: Flow;
}

/** A list of edits that the server has accepted. */
export interface Accepted {
  revision: number;
  edits: Edit[];
  change?: string | undefined;
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

/** The whole flow anew: on joining, and after a break. */
export function rejoined(replica: Replica, { flow, revision }: { flow: Flow; revision: number }): Replica {
  return { ...replica, confirmed: flow, revision, flow: withPending(flow, replica.pending) };
}

/** Edits were accepted: somebody else's, or open ones of this page. */
export function accepted(replica: Replica, { revision, edits, change }: Accepted): Replica {
  // What is in the flow already.
  if (revision <= replica.revision) return replica;
  const { pending: open } = replica;
  const isMine = change !== undefined && open.some((one) => one.change === change);
  // The only open edit is accepted: then what is shown is what is true, and nothing need be drawn again.
  if (isMine && open.length === 1) return { ...replica, revision, confirmed: replica.flow, pending: [] };
  const applied = applyEdits(replica.confirmed, edits);
  const confirmed = applied.ok ? applied.value : replica.confirmed;
  const pending = isMine ? open.filter((one) => one.change !== change) : open;
  return { confirmed, revision, pending, flow: withPending(confirmed, pending) };
}

/** An open list of edits has come to its end: it was refused, or is in the server's flow since before a break. */
export function settled(replica: Replica, id: number): Replica {
  const pending = replica.pending.filter((one) => one.id !== id);
  if (pending.length === replica.pending.length) return replica;
  return { ...replica, pending, flow: withPending(replica.confirmed, pending) };
}
