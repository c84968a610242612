// Stands in the file for web/connection/connection.ts: there is no server, and nobody asks for one.
import { EMPTY } from 'rxjs';
import { problem } from '#shared/problem.ts';
import type * as Connection from '../../connection/connection.ts';

const answer = {
  ok: false as const,
  problem: problem('notRunning', 'This is a recording in a file. Open it in Patchbay to go on from here.'),
};
const nothing = (): void => undefined;

export const news$: typeof Connection.news$ = EMPTY;
export const join: typeof Connection.join = () => nothing;
export const command: typeof Connection.command = async () => answer;
export const sayHere: typeof Connection.sayHere = nothing;
export const sayPointer: typeof Connection.sayPointer = nothing;
export const isUnanswered: typeof Connection.isUnanswered = () => false;
