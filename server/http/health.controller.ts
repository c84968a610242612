import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Sessions } from '../session/sessions.ts';

/** For those who run this server: whether it lives, whether it can open a session, and how much it does. */
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

  @Get('metrics')
  metrics(@Res() response: Response): void {
    const sessions = this.#sessions.all;
    const sum = (of: (session: (typeof sessions)[number]) => number): number =>
      sessions.reduce((total, session) => total + of(session), 0);
    const figures = [
      { name: 'patchbay_sessions', help: 'Open sessions.', value: sessions.length },
      { name: 'patchbay_viewers', help: 'Pages that look at a session.', value: sum((session) => session.viewers) },
      { name: 'patchbay_runners', help: 'Living runner processes.', value: this.#sessions.runners.living },
      { name: 'patchbay_events', help: 'Trace events of the open sessions.', value: sum(({ relay }) => relay.lastSeq) },
      { name: 'patchbay_kept_bytes', help: 'About what the kept events take.', value: sum(({ relay }) => relay.bytes) },
      { name: 'process_resident_memory_bytes', help: 'Memory of the server.', value: process.memoryUsage.rss() },
      { name: 'process_uptime_seconds', help: 'Age of the server.', value: process.uptime() },
    ];
    const lines = figures.map(
      ({ name, help, value }) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`,
    );
    response.type('text/plain; version=0.0.4').send(lines.join(''));
  }
}
