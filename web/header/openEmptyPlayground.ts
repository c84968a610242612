import { emptyFlow } from '#shared/flow/flow.ts';
import { command } from '../connection/connection.ts';
import { useNotices } from '../ui/notices.ts';

/** Opens a playground with nothing in it, instead of this one; this one stays at its address. */
export async function openEmptyPlayground(): Promise<void> {
  const answer = await command('openSession', { flow: emptyFlow() });
  if (answer.ok) window.location.assign(`/s/${answer.id}`);
  else useNotices.getState().say('bad', answer.problem.message);
}
