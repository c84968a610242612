import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { CommandResults } from '#shared/protocol.ts';
import { RestDoor } from './restDoor.ts';

type Result<C extends keyof CommandResults> = Promise<{ ok: true } & CommandResults[C]>;

/** What happened, to be kept as a file. */
@Controller('api/sessions/:session/recording')
export class RecordingController {
  readonly #door: RestDoor;

  constructor(@Inject(RestDoor) door: RestDoor) {
    this.#door = door;
  }

  @Post('start')
  @HttpCode(200)
  start(@Param() path: object): Result<'startRecording'> {
    return this.#door.run('startRecording', { ...path });
  }

  @Post('stop')
  @HttpCode(200)
  stop(@Param() path: object): Result<'stopRecording'> {
    return this.#door.run('stopRecording', { ...path });
  }

  /** `?of=past`, or `?of=taken`, which is what it is without. */
  @Get()
  read(@Param('session') session: string, @Query() query: object): Result<'readRecording'> {
    return this.#door.run('readRecording', { ...query, session });
  }
}
