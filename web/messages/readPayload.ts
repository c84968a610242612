import type { Json } from '#shared/json.ts';
import { problem } from '#shared/problem.ts';
import type { Answer } from '#shared/protocol.ts';
import { command } from '../connection/connection.ts';
import { useAccess } from '../flow/accessStore.ts';
import { recordedPayloads } from '../trace/recordedPayloads.ts';

/** The whole payload of an event whose data was cut: from the recording that is on the screen, else from the server. */
export async function readPayload(seq: number): Promise<Answer<{ data: Json }>> {
  if (!useAccess.getState().recording) return command('readPayload', { seq });
  const data = recordedPayloads.get(seq);
  if (data !== undefined) return { ok: true, data };
  const message = 'Only the beginning of this payload was recorded. Record it again to have it whole.';
  return { ok: false, problem: problem('notFound', message) };
}
