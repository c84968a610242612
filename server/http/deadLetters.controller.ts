import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { CommandResults } from '#shared/protocol.ts';
import { RestDoor } from './restDoor.ts';

type Result<C extends keyof CommandResults> = Promise<{ ok: true } & CommandResults[C]>;

/** What has failed for good: read, sent again, dropped. */
@Controller('api/sessions/:session/dead-letters')
export class DeadLettersController {
  readonly #door: RestDoor;

  constructor(@Inject(RestDoor) door: RestDoor) {
    this.#door = door;
  }

  /** `?wire=payments` for those of one wire. */
  @Get()
  list(@Param('session') session: string, @Query() query: object): Result<'listDeadLetters'> {
    return this.#door.run('listDeadLetters', { ...query, session });
  }

  @Post(':letter/send')
  @HttpCode(200)
  send(@Param() path: object): Result<'sendDeadLetter'> {
    return this.#door.run('sendDeadLetter', { ...path });
  }

  @Delete(':letter')
  drop(@Param() path: object): Result<'dropDeadLetter'> {
    return this.#door.run('dropDeadLetter', { ...path });
  }

  @Delete()
  dropAll(@Param('session') session: string, @Query() query: object): Result<'dropDeadLetters'> {
    return this.#door.run('dropDeadLetters', { ...query, session });
  }
}
