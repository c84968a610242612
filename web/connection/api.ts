import { problem } from '#shared/problem.ts';
import type { Answer, CommandName, CommandResults } from '#shared/protocol.ts';

interface Request<C extends CommandName> {
  /** The command that this is, for the type of its answer. */
  command: C;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  /** Ends the asking; what was asked may be done all the same. */
  signal?: AbortSignal;
}

/** The REST door, for flows other than the one that this page shows. Never rejects: what goes wrong is a Problem. */
export async function askServer<C extends CommandName>(request: Request<C>): Promise<Answer<CommandResults[C]>> {
  const { method, path, body, signal = null } = request;
  try {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(path, { method, signal, ...(body === undefined ? {} : json) });
    return (await response.json()) as Answer<CommandResults[C]>;
  } catch {
    const message = 'The server does not answer. Start it with "npm start", then try again.';
    return { ok: false, problem: problem('notRunning', message) };
  }
}
