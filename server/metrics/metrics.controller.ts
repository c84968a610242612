import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Controller, Get, Inject, Res, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Response } from 'express';
import { Sessions } from '../session/sessions.ts';
import { exposition, expositionType } from './exposition.ts';
import { lagResolutionMs, serverFamilies } from './serverFamilies.ts';
import { sessionFamilies } from './sessionFamilies.ts';

/** For Prometheus: how the server does, and what happens in its sessions. */
@Controller()
export class MetricsController implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #sessions: Sessions;
  readonly #lag = monitorEventLoopDelay({ resolution: lagResolutionMs });

  constructor(@Inject(Sessions) sessions: Sessions) {
    this.#sessions = sessions;
  }

  onApplicationBootstrap(): void {
    this.#lag.enable();
  }

  onModuleDestroy(): void {
    this.#lag.disable();
  }

  @Get('metrics')
  metrics(@Res() response: Response): void {
    const families = [...serverFamilies(this.#sessions, this.#lag), ...sessionFamilies(this.#sessions.all)];
    response.type(expositionType).send(exposition(families));
  }
}
