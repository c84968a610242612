import { NestFactory } from '@nestjs/core';
import type { HealthCheckService, HealthIndicatorService, MemoryHealthIndicator } from '@nestjs/terminus';

/** What of @nestjs/terminus a service's health is made with. */
export interface Terminus {
  checks: HealthCheckService;
  indicators: HealthIndicatorService;
  memory: MemoryHealthIndicator;
}

let loading: Promise<Terminus> | undefined;

/**
 * One for all services of this process, as its providers keep nothing of anybody, and made when somebody first asks: a
 * service that nobody asks starts as fast as without it. It opens nothing, so there is nothing to close.
 */
export function terminus(): Promise<Terminus> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Terminus> {
  const { HealthCheckService, HealthIndicatorService, MemoryHealthIndicator, TerminusModule } =
    await import('@nestjs/terminus');
  const context = await NestFactory.createApplicationContext(TerminusModule.forRoot({ logger: false }), {
    logger: false,
    abortOnError: false,
  });
  return {
    checks: context.get(HealthCheckService),
    indicators: context.get(HealthIndicatorService),
    memory: await context.resolve(MemoryHealthIndicator),
  };
}
