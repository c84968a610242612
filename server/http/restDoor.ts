import { Inject, Injectable } from '@nestjs/common';
import { problem, ProblemError } from '#shared/problem.ts';
import type { CommandName, CommandResults } from '#shared/protocol.ts';
import { Commands } from '../session/commands.ts';

/** Carries a command over HTTP: what path, query and body say becomes its params; a refusal is thrown, for ProblemFilter to tell. */
@Injectable()
export class RestDoor {
  readonly #commands: Commands;

  constructor(@Inject(Commands) commands: Commands) {
    this.#commands = commands;
  }

  async run<C extends CommandName>(name: C, params: object): Promise<{ ok: true } & CommandResults[C]> {
    const answer = await this.#commands.run(name, params);
    if (!answer.ok) throw new ProblemError(answer.problem);
    return answer;
  }
}

/** The fields of a JSON body; none when there is no body. */
export function bodyFields(body: unknown): object {
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new ProblemError(
    problem('badInput', 'The body is no JSON object. Send one, such as { "example": "order-saga" }.'),
  );
}
