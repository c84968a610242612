import type { HeldAct, HeldActOnAll } from '#shared/held.ts';
import { command } from '../connection/connection.ts';
import { useNotices } from '../ui/notices.ts';

/** Says what becomes of a held message. Gives back why it stays. One that somebody else has just let go is told as that. */
export async function actOnHeld(message: string, act: HeldAct): Promise<string | undefined> {
  const answer = await command('actOnHeld', { message, ...act });
  if (answer.ok) return undefined;
  useNotices.getState().say('bad', answer.problem.message);
  return answer.problem.message;
}

export async function actOnAllHeld(act: HeldActOnAll['do']): Promise<void> {
  const answer = await command('actOnAllHeld', { do: act });
  if (!answer.ok) useNotices.getState().say('bad', answer.problem.message);
}
