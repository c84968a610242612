import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { CommandResults } from '#shared/protocol.ts';
import { bodyFields, RestDoor } from './restDoor.ts';

type Result<C extends keyof CommandResults> = Promise<{ ok: true } & CommandResults[C]>;

/** What breakpoints hold: read, and let go in this way or that. */
@Controller('api/sessions/:session/held')
export class HeldController {
  readonly #door: RestDoor;

  constructor(@Inject(RestDoor) door: RestDoor) {
    this.#door = door;
  }

  @Get()
  list(@Param('session') session: string): Result<'listHeld'> {
    return this.#door.run('listHeld', { session });
  }

  @Get(':message')
  read(@Param() path: object): Result<'readHeld'> {
    return this.#door.run('readHeld', { ...path });
  }

  /** `{ "do": "release" }`, `drop`, `duplicate`, `{ "do": "edit", "data" }` or `{ "do": "move", "after" }`. */
  @Post(':message')
  @HttpCode(200)
  act(@Param() path: object, @Body() body: unknown): Result<'actOnHeld'> {
    return this.#door.run('actOnHeld', { ...bodyFields(body), ...path });
  }

  /** `{ "do": "release" }` or `drop`; with `fault` what that breakpoint holds. */
  @Post()
  @HttpCode(200)
  actOnAll(@Param('session') session: string, @Body() body: unknown): Result<'actOnAllHeld'> {
    return this.#door.run('actOnAllHeld', { ...bodyFields(body), session });
  }
}
