import 'reflect-metadata';
import { Controller, Get, Header, type Type } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import type { ServiceHealth } from './serviceHealth.ts';

/** The two ways by which a service answers about its health, as the exported project has them in one class. */

/** What `@HealthCheck()` of terminus sets; with it terminus would be loaded for every service, asked or not. */
const notKept = Header('Cache-Control', 'no-cache, no-store, must-revalidate');

/** `GET /health/live` and `/health/ready`: 200, or 503, with the JSON of terminus. */
export function healthRoutes(health: ServiceHealth): Type {
  @Controller('health')
  class HealthRoutes {
    @Get('live')
    @notKept
    live(): Promise<object> {
      return health.live();
    }

    @Get('ready')
    @notKept
    ready(): Promise<object> {
      return health.ready();
    }
  }
  return HealthRoutes;
}

/** The message pattern: that JSON either way, since an exception would reach the caller as "Internal server error". */
export function healthMessages(health: ServiceHealth, pattern: string): Type {
  @Controller()
  class HealthMessages {
    @MessagePattern(pattern)
    async ready(): Promise<object> {
      const { body } = await health.answer();
      return body;
    }
  }
  return HealthMessages;
}
