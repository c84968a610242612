import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import type { CommandResults } from '#shared/protocol.ts';
import { bodyFields, RestDoor } from './restDoor.ts';

type Result<C extends keyof CommandResults> = Promise<{ ok: true } & CommandResults[C]>;

/** Flows as things that are kept: lists of them, copies, links, history. */
@Controller('api')
export class FlowsController {
  readonly #door: RestDoor;

  constructor(@Inject(RestDoor) door: RestDoor) {
    this.#door = door;
  }

  /** In the body, because links do not belong into addresses that proxies and browsers write down. */
  @Post('flows')
  @HttpCode(200)
  list(@Body() body: unknown): Result<'listFlows'> {
    return this.#door.run('listFlows', bodyFields(body));
  }

  @Post('sessions/:session/copy')
  @HttpCode(200)
  copy(@Param('session') session: string): Result<'copySession'> {
    return this.#door.run('copySession', { session });
  }

  @Post('sessions/:session/reopen')
  @HttpCode(200)
  reopen(@Param('session') session: string): Result<'reopenSession'> {
    return this.#door.run('reopenSession', { session });
  }

  @Get('sessions/:session/versions')
  readHistory(@Param('session') session: string): Result<'readHistory'> {
    return this.#door.run('readHistory', { session });
  }

  @Get('sessions/:session/versions/:revision')
  readVersion(@Param() path: object): Result<'readVersion'> {
    return this.#door.run('readVersion', { ...path });
  }

  @Post('sessions/:session/versions/:revision/restore')
  @HttpCode(200)
  restoreVersion(@Param() path: object): Result<'restoreVersion'> {
    return this.#door.run('restoreVersion', { ...path });
  }

  @Get('sessions/:session/links')
  readLinks(@Param('session') session: string): Result<'readLinks'> {
    return this.#door.run('readLinks', { session });
  }

  @Put('sessions/:session/links/:kind')
  renewLink(@Param() path: object): Result<'renewLink'> {
    return this.#door.run('renewLink', { ...path });
  }

  @Delete('sessions/:session/links/:kind')
  revokeLink(@Param() path: object): Result<'revokeLink'> {
    return this.#door.run('revokeLink', { ...path });
  }
}
