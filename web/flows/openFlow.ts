import type { Flow } from '#shared/flow/flow.ts';
import type { Problem } from '#shared/problem.ts';
import { askServer } from '../connection/api.ts';

/** Opens a flow in a playground of its own, instead of this one, which stays at its address. Returns why not. */
export async function openFlow(flow: Flow): Promise<Problem | undefined> {
  const answer = await askServer({ command: 'openSession', method: 'POST', path: '/api/sessions', body: { flow } });
  if (!answer.ok) return answer.problem;
  window.location.assign(`/s/${answer.id}`);
  return undefined;
}

/** Makes a flow of one's own of what a link shows, and opens it. Returns why not. */
export async function copyFlow(secret: string): Promise<Problem | undefined> {
  const path = `/api/sessions/${secret}/copy`;
  const answer = await askServer({ command: 'copySession', method: 'POST', path });
  if (!answer.ok) return answer.problem;
  window.location.assign(answer.url);
  return undefined;
}
