// Runs a scenario on a flow of its own, in a session that lives for it alone: nothing of it touches what is on the screen.
import { z } from 'zod';
import type { Flow } from '#shared/flow/flow.ts';
import type { Json } from '#shared/json.ts';
import { driveResultSchema, sendResultSchema } from '#shared/ipc.ts';
import { problemSchema } from '#shared/status.ts';
import type { Run } from './outcome.ts';
import { wireFor, type Scenario } from './scenario.ts';

const refused = z.object({ ok: z.literal(false), problem: problemSchema });
const openedSchema = z.union([z.object({ ok: z.literal(true), id: z.string() }), refused]);
const sentSchema = z.union([sendResultSchema.extend({ ok: z.literal(true) }), refused]);
const drivenSchema = z.union([driveResultSchema.extend({ ok: z.literal(true) }), refused]);
const tracedSchema = z.union([
  z.object({
    ok: z.literal(true),
    events: z.array(
      z.object({
        type: z.string(),
        kind: z.string().optional(),
        service: z.string().optional(),
        replica: z.number().optional(),
      }),
    ),
  }),
  refused,
]);

export interface Comparison {
  scenario: Scenario;
  data: Json;
  times: number;
  signal: AbortSignal;
}

/** Nothing new for so long, and the message is where it wanted to go; one that nobody ends is not waited for longer than `most`. */
const settle = { stepMs: 150, quietSteps: 3, mostSteps: 40 } as const;
/** A caller without a timeout may wait for ever. */
const patienceMs = 20_000;

/** One after the other, each when all of the one before has arrived. Rejects with what a person should read. */
export async function runScenario(flow: Flow, comparison: Comparison): Promise<Run[]> {
  const session = await ask(openedSchema, { path: '', method: 'POST', body: { flow }, signal: comparison.signal });
  try {
    const runs: Run[] = [];
    while (runs.length < comparison.times) runs.push(await runOnce(flow, session.id, comparison));
    return runs;
  } finally {
    // Also when the dialog was closed meanwhile.
    await fetch(`/api/sessions/${session.id}`, { method: 'DELETE', keepalive: true });
  }
}

async function runOnce(flow: Flow, session: string, { scenario, data, signal }: Comparison): Promise<Run> {
  const begun = performance.now();
  const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  try {
    if ('driver' in scenario) {
      const path = `/${session}/drivers/${scenario.driver}/send`;
      const { traceId, durationMs, status, body, error } = await ask(drivenSchema, {
        path,
        method: 'POST',
        signal: patience,
      });
      return {
        durationMs,
        status,
        answer: body,
        error,
        received: await receivedIn(`/${session}/traces/${traceId}`, signal),
      };
    }
    const { pattern, kind } = scenario;
    const body = { wire: wireFor(flow, scenario), pattern, data, kind };
    const { traceId, durationMs, error, reply, replies } = await ask(sentSchema, {
      path: `/${session}/send`,
      method: 'POST',
      body,
      signal: patience,
    });
    const answer = replies ?? reply;
    return { durationMs, answer, error, received: await receivedIn(`/${session}/traces/${traceId}`, signal) };
  } catch (error) {
    if (signal.aborted || !patience.aborted) throw error;
    return { durationMs: performance.now() - begun, error: `nothing came for ${patienceMs / 1000} s`, received: [] };
  }
}

/** Events go on after the answer: it is over when nothing new has come for a while. */
async function receivedIn(path: string, signal: AbortSignal): Promise<Run['received']> {
  let known = -1;
  let quiet = 0;
  for (let step = 0; ; step += 1) {
    const { events } = await ask(tracedSchema, { path, signal });
    quiet = events.length === known ? quiet + 1 : 0;
    known = events.length;
    if (quiet >= settle.quietSteps || step >= settle.mostSteps)
      return events.flatMap(({ type, kind, service, replica }) =>
        type === 'received' && kind !== 'http' && service !== undefined ? [{ service, replica: replica ?? 0 }] : [],
      );
    await new Promise((resolve) => setTimeout(resolve, settle.stepMs));
  }
}

interface Ask {
  path: string;
  method?: 'GET' | 'POST';
  body?: object;
  signal: AbortSignal;
}

type Good<T> = Exclude<T, { ok: false }>;

async function ask<T extends { ok: boolean }>(
  schema: z.ZodType<T>,
  { path, method = 'GET', body, signal }: Ask,
): Promise<Good<T>> {
  const response = await fetch(`/api/sessions${path}`, {
    method,
    signal,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = schema.parse(await response.json());
  if (isRefused(answer)) throw new Error(answer.problem.message);
  return answer as Good<T>;
}

const isRefused = (answer: { ok: boolean }): answer is z.infer<typeof refused> => !answer.ok;
