import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import type { CommandResults } from '#shared/protocol.ts';
import { bodyFields, RestDoor } from './restDoor.ts';

type Result<C extends keyof CommandResults> = Promise<{ ok: true } & CommandResults[C]>;

/** What is done in a session: messages sent, things broken and mended. */
@Controller('api/sessions/:session')
export class ActionsController {
  readonly #door: RestDoor;

  constructor(@Inject(RestDoor) door: RestDoor) {
    this.#door = door;
  }

  @Post('send')
  @HttpCode(200)
  send(@Param('session') session: string, @Body() body: unknown): Result<'send'> {
    return this.#door.run('send', { ...bodyFields(body), session });
  }

  @Post('drivers/:driver/send')
  @HttpCode(200)
  drive(@Param() path: object, @Body() body: unknown): Result<'drive'> {
    return this.#door.run('drive', { ...bodyFields(body), ...path });
  }

  @Post('drivers/:driver/start')
  @HttpCode(200)
  startDriver(@Param() path: object): Result<'actOnDriver'> {
    return this.#door.run('actOnDriver', { ...path, action: 'start' });
  }

  @Post('drivers/:driver/stop')
  @HttpCode(200)
  stopDriver(@Param() path: object): Result<'actOnDriver'> {
    return this.#door.run('actOnDriver', { ...path, action: 'stop' });
  }

  @Post('try')
  @HttpCode(200)
  tryExpression(@Param('session') session: string, @Body() body: unknown): Result<'tryExpression'> {
    return this.#door.run('tryExpression', { ...bodyFields(body), session });
  }

  @Put('faults/:fault')
  putFault(@Param('session') session: string, @Param('fault') id: string, @Body() body: unknown): Result<'putFault'> {
    return this.#door.run('putFault', { session, fault: { ...bodyFields(body), id } });
  }

  @Delete('faults/:fault')
  removeFault(@Param('session') session: string, @Param('fault') fault: string): Result<'removeFault'> {
    return this.#door.run('removeFault', { session, fault });
  }

  @Delete('faults')
  removeFaults(@Param('session') session: string): Result<'removeFaults'> {
    return this.#door.run('removeFaults', { session });
  }

  @Get('monkey')
  readMonkey(@Param('session') session: string): Result<'readMonkey'> {
    return this.#door.run('readMonkey', { session });
  }

  /** The body is its settings. */
  @Put('monkey')
  startMonkey(@Param('session') session: string, @Body() body: unknown): Result<'startMonkey'> {
    return this.#door.run('startMonkey', { session, monkey: bodyFields(body) });
  }

  @Delete('monkey')
  endMonkey(@Param('session') session: string): Result<'endMonkey'> {
    return this.#door.run('endMonkey', { session });
  }

  /** `?replica=1` or `{ "replica": 1 }` means that one alone. */
  @Post('services/:service/:action')
  @HttpCode(200)
  actOnService(@Param() path: object, @Query() query: object, @Body() body: unknown): Result<'actOnService'> {
    return this.#door.run('actOnService', { ...query, ...bodyFields(body), ...path });
  }

  @Get('brokers/:broker/contents')
  readBroker(@Param() path: object): Result<'readBroker'> {
    return this.#door.run('readBroker', { ...path });
  }

  @Post('brokers/:broker/:action')
  @HttpCode(200)
  actOnBroker(@Param() path: object): Result<'actOnBroker'> {
    return this.#door.run('actOnBroker', { ...path });
  }

  @Get('registries/:registry/contents')
  readRegistry(@Param() path: object): Result<'readRegistry'> {
    return this.#door.run('readRegistry', { ...path });
  }

  @Post('registries/:registry/:action')
  @HttpCode(200)
  actOnRegistry(@Param() path: object): Result<'actOnRegistry'> {
    return this.#door.run('actOnRegistry', { ...path });
  }
}
