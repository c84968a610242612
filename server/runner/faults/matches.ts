import type { HopContext } from '../trace/context.ts';
import type { ActiveFault } from './activeFaults.ts';

/** Whether a fault's `match` is true of a message. Without one it is meant for all. */
export async function matches(
  { match }: ActiveFault,
  { hop, scope }: { hop: HopContext; scope: Record<string, unknown> },
): Promise<boolean> {
  if (match === undefined) return true;
  const { traceId, pattern, attempt = 1, place } = hop;
  const meta = { traceId, correlationId: traceId, pattern, attempt, replica: place.replica };
  try {
    return Boolean(await match.evaluate({ meta, pattern, ...scope }));
  } catch {
    // An expression that fails on this message does not mean this message, and must not break it.
    return false;
  }
}
