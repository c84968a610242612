import { z } from 'zod';
import type { Flow } from '#shared/flow/flow.ts';
import { problemSchema } from '#shared/status.ts';

const answerSchema = z.union([
  z.object({ ok: z.literal(true), id: z.string() }),
  z.object({ ok: z.literal(false), problem: problemSchema }),
]);

/** The link in the address, when it is one: `/s/<id>`, or `/v/<secret>`, which only shows. */
export function sessionInAddress(path = window.location.pathname): string | undefined {
  return /^\/[sv]\/([A-Za-z0-9_-]{1,64})\/?$/.exec(path)?.[1];
}

export type Opened = { ok: true; id: string } | { ok: false; why: string };

/** Opens a session from a flow, or from an example (the order saga when none is named). */
export async function openSession(from: { flow?: Flow; example?: string }): Promise<Opened> {
  try {
    const response = await fetch('/api/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(from),
    });
    const answer = answerSchema.parse(await response.json());
    if (!answer.ok) return { ok: false, why: answer.problem.message };
    return { ok: true, id: answer.id };
  } catch {
    return { ok: false, why: 'The server does not answer. Start it with "npm start", then try again.' };
  }
}

/** Opens what the address asks for: the flow inside it, an example, or what everybody is greeted with. */
export async function openFromAddress({ hash, search }: { hash: string; search: string }): Promise<Opened> {
  if (hash.startsWith('#flow=')) {
    const { packedIn, unpackFlow } = await import('../share/flowLink.ts');
    const unpacked = unpackFlow(packedIn(hash) ?? '');
    return unpacked.ok ? openSession({ flow: unpacked.value }) : { ok: false, why: unpacked.problem.message };
  }
  const example = new URLSearchParams(search).get('example');
  return openSession(example === null ? {} : { example });
}
