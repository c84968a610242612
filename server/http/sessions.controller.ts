import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import type { CommandResults } from '#shared/protocol.ts';
import { bodyFields, RestDoor } from './restDoor.ts';

type Result<C extends keyof CommandResults> = Promise<{ ok: true } & CommandResults[C]>;

/** A session as a whole: opening it, reading it, changing the drawing, what happened in it. */
@Controller('api')
export class SessionsController {
  readonly #door: RestDoor;

  constructor(@Inject(RestDoor) door: RestDoor) {
    this.#door = door;
  }

  @Get('examples')
  listExamples(): Result<'listExamples'> {
    return this.#door.run('listExamples', {});
  }

  @Post('sessions')
  @HttpCode(200)
  open(@Body() body: unknown): Result<'openSession'> {
    return this.#door.run('openSession', bodyFields(body));
  }

  @Get('sessions/:session')
  read(@Param('session') session: string): Result<'readSession'> {
    return this.#door.run('readSession', { session });
  }

  @Delete('sessions/:session')
  close(@Param('session') session: string): Result<'closeSession'> {
    return this.#door.run('closeSession', { session });
  }

  @Post('sessions/:session/edits')
  @HttpCode(200)
  edit(@Param('session') session: string, @Body() body: unknown): Result<'edit'> {
    return this.#door.run('edit', { ...bodyFields(body), session });
  }

  /** The body is the flow itself; `{ flow }` does as well. */
  @Put('sessions/:session/flow')
  replaceFlow(@Param('session') session: string, @Body() body: unknown): Result<'replaceFlow'> {
    const fields = bodyFields(body);
    const wrapped = Object.keys(fields).length === 1 && 'flow' in fields;
    return this.#door.run('replaceFlow', { session, flow: wrapped ? fields.flow : fields });
  }

  @Get('sessions/:session/events')
  readEvents(@Param('session') session: string, @Query() query: object): Result<'readEvents'> {
    return this.#door.run('readEvents', { ...query, session });
  }

  @Get('sessions/:session/events/:seq/payload')
  readPayload(@Param('session') session: string, @Param('seq') seq: string): Result<'readPayload'> {
    return this.#door.run('readPayload', { session, seq });
  }

  @Get('sessions/:session/metrics')
  readMetrics(@Param('session') session: string, @Query() query: object): Result<'readMetrics'> {
    return this.#door.run('readMetrics', { ...query, session });
  }

  @Get('sessions/:session/traces/:traceId/hops/:hopId/bytes')
  readBytes(
    @Param('session') session: string,
    @Param('traceId') traceId: string,
    @Param('hopId') hopId: string,
  ): Result<'readBytes'> {
    return this.#door.run('readBytes', { session, traceId, hopId });
  }

  @Get('sessions/:session/traces/:traceId')
  readTrace(@Param('session') session: string, @Param('traceId') traceId: string): Result<'readTrace'> {
    return this.#door.run('readTrace', { session, traceId });
  }
}
