// Runs a scenario on a flow of its own, in a session that lives for it alone: nothing of it touches what is on the screen.
import type { Flow } from '#shared/flow/flow.ts';
import type { Json } from '#shared/json.ts';
import type { Answer } from '#shared/protocol.ts';
import { isHopEvent } from '#shared/trace.ts';
import { askServer } from '../connection/api.ts';
import type { Run } from './outcome.ts';
import { wireFor, type Scenario } from './scenario.ts';

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
  const { signal, times } = comparison;
  // Never given up half-way: whoever does not learn its id cannot close it.
  const { id } = good(
    await askServer({ command: 'openSession', method: 'POST', path: '/api/sessions', body: { flow } }),
  );
  const path = `/api/sessions/${id}`;
  try {
    const runs: Run[] = [];
    while (runs.length < times && !signal.aborted) runs.push(await runOnce(flow, path, comparison));
    return runs;
  } finally {
    // Also when it was stopped, or the dialog closed, meanwhile.
    good(await askServer({ command: 'closeSession', method: 'DELETE', path }));
  }
}

async function runOnce(flow: Flow, path: string, { scenario, data, signal }: Comparison): Promise<Run> {
  const begun = performance.now();
  const patience = AbortSignal.timeout(patienceMs);
  const within = { method: 'POST' as const, signal: AbortSignal.any([signal, patience]) };
  if ('driver' in scenario) {
    const driven = await askServer({ command: 'drive', path: `${path}/drivers/${scenario.driver}/send`, ...within });
    if (!driven.ok && patience.aborted) return unanswered(begun);
    const { traceId, durationMs, status, body, error } = good(driven);
    return { durationMs, status, answer: body, error, received: await receivedIn(`${path}/traces/${traceId}`, signal) };
  }
  const { pattern, kind } = scenario;
  const body = { wire: wireFor(flow, scenario), pattern, data, kind };
  const sent = await askServer({ command: 'send', path: `${path}/send`, body, ...within });
  if (!sent.ok && patience.aborted) return unanswered(begun);
  const { traceId, durationMs, error, reply, replies } = good(sent);
  const received = await receivedIn(`${path}/traces/${traceId}`, signal);
  return { durationMs, answer: replies ?? reply, error, received };
}

const unanswered = (begun: number): Run => ({
  durationMs: performance.now() - begun,
  error: `nothing came for ${patienceMs / 1000} s`,
  received: [],
});

/** Events go on after the answer: it is over when nothing new has come for a while. */
async function receivedIn(path: string, signal: AbortSignal): Promise<Run['received']> {
  let known = -1;
  let quiet = 0;
  for (let step = 0; ; step += 1) {
    const { events } = good(await askServer({ command: 'readTrace', method: 'GET', path, signal }));
    quiet = events.length === known ? quiet + 1 : 0;
    known = events.length;
    if (quiet >= settle.quietSteps || step >= settle.mostSteps)
      return events
        .filter(isHopEvent)
        .flatMap(({ type, kind, service, replica = 0 }) =>
          type === 'received' && kind !== 'http' && service !== undefined ? [{ service, replica }] : [],
        );
    await new Promise((resolve) => setTimeout(resolve, settle.stepMs));
  }
}

function good<T extends object>(answer: Answer<T>): { ok: true } & T {
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer;
}
