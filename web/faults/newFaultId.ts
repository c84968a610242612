import type { FaultKind } from '#shared/faults/fault.ts';

/**
 * `latency-4f9a1c`. Drawn and not counted: the server's list may not have come yet since the last click, and somebody else
 * may break something in the same moment. A fault with an id that is taken would change that other fault.
 */
export function newFaultId(kind: FaultKind): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${kind}-${random.toString(36)}`;
}
