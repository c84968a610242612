import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Sessions } from '../session/sessions.ts';

/** For those who run this server: whether it lives, and whether it can open a session. */
@Controller()
export class HealthController {
  readonly #sessions: Sessions;

  constructor(@Inject(Sessions) sessions: Sessions) {
    this.#sessions = sessions;
  }

  @Get('health/live')
  live(): { ok: true } {
    return { ok: true };
  }

  @Get('health/ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ ok: boolean }> {
    const ok = await this.#sessions.runners.isReady();
    if (!ok) response.status(503);
    return { ok };
  }
}
