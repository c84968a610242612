import { z } from 'zod';
import { problemSchema } from '#shared/status.ts';

const answerSchema = z.union([
  z.object({ ok: z.literal(true), id: z.string() }),
  z.object({ ok: z.literal(false), problem: problemSchema }),
]);

/** The session in the address, when there is one: `/s/<id>`. */
export function sessionInAddress(path = window.location.pathname): string | undefined {
  return /^\/s\/([A-Za-z0-9_-]{1,64})\/?$/.exec(path)?.[1];
}

/** Opens a session from an example (the order saga when none is named) and puts it into the address. */
export async function openSession(example?: string): Promise<{ ok: true; id: string } | { ok: false; why: string }> {
  try {
    const response = await fetch('/api/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(example === undefined ? {} : { example }),
    });
    const answer = answerSchema.parse(await response.json());
    if (!answer.ok) return { ok: false, why: answer.problem.message };
    return { ok: true, id: answer.id };
  } catch {
    return { ok: false, why: 'The server does not answer. Start it with "npm start", then try again.' };
  }
}
