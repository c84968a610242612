import { Module, type INestApplication, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ExpressAdapter, NestExpressApplication } from '@nestjs/platform-express';
import type { Service } from '#shared/flow/flow.ts';
import { isHybrid } from '#shared/flow/hybrid.ts';
import { TracedValidationPipe } from '../trace/tracedValidationPipe.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { ServiceListener } from '../transports/serviceListener.ts';
import { makeFilter } from './exceptionFilters.ts';
import { HttpErrorFilter } from './httpErrorFilter.ts';

/** A started Nest application. */
export interface LiveApp {
  close(): Promise<unknown>;
}

export interface AppParts {
  controllers: Type[];
  listeners: readonly ServiceListener[];
  /** As drawn: which listeners it should have, and what it sets up for all handlers. */
  service: Service;
  tracer: Tracer;
}

/** Without `abortOnError: false` an application that cannot start ends the process. */
const options = { logger: false, abortOnError: false } as const;
const bodyLimit = '1mb';

/**
 * Starts the application of a service the way its developer would: `createMicroservice` for one listener that is not
 * http, a hybrid application for more. Rejects when Nest refuses it; nothing is left open then.
 */
export async function startApp(parts: AppParts): Promise<LiveApp> {
  @Module({})
  class Root {}
  const { listeners, service } = parts;
  const root = { module: Root, controllers: parts.controllers };
  const [first] = listeners;
  if (first?.as === 'microservice' && !isHybrid(service)) {
    const app = await NestFactory.createMicroservice(root, { ...options, strategy: first.strategy });
    return listening(app, async () => {
      if (service.filter !== undefined) app.useGlobalFilters(makeFilter(service.filter));
      useValidation(app, parts);
      await app.listen();
    });
  }
  const http = listeners.find((listener) => listener.as === 'http');
  const adapter = http?.adapter ?? (await plainExpress());
  const app = await NestFactory.create<NestExpressApplication>(root, adapter, { ...options, bodyParser: false });
  return listening(app, async () => {
    app.useBodyParser('json', { limit: bodyLimit });
    app.useBodyParser('urlencoded', { limit: bodyLimit, extended: true });
    // All of it before `connectMicroservice`, which looks at it at once.
    if (service.filter !== undefined) app.useGlobalFilters(makeFilter(service.filter, adapter));
    // Nest asks the filter that came last first.
    app.useGlobalFilters(new HttpErrorFilter(adapter));
    useValidation(app, parts);
    const { inheritAppConfig = false } = service;
    for (const listener of listeners) {
      if (listener.as === 'microservice') {
        app.connectMicroservice({ strategy: listener.strategy }, { inheritAppConfig });
      }
    }
    await app.startAllMicroservices();
    if (http === undefined) await app.init();
    else await app.listen(0, '127.0.0.1');
  });
}

/** A hybrid application without http still is one of Express. */
async function plainExpress(): Promise<ExpressAdapter> {
  const { ExpressAdapter } = await import('@nestjs/platform-express');
  return new ExpressAdapter();
}

function useValidation(app: INestApplication | INestMicroservice, { service, tracer }: AppParts): void {
  if (service.validation === true) app.useGlobalPipes(new TracedValidationPipe(tracer));
}

async function listening(app: LiveApp, listen: () => Promise<void>): Promise<LiveApp> {
  try {
    await listen();
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}
