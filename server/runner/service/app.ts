import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import type { ServiceListener } from '../transports/serviceListener.ts';
import { HttpErrorFilter } from './httpErrorFilter.ts';

/** A started Nest application. */
export interface LiveApp {
  close(): Promise<unknown>;
}

export interface AppParts {
  controller: Type;
  listeners: readonly ServiceListener[];
}

/** Without `abortOnError: false` an application that cannot start ends the process. */
const options = { logger: false, abortOnError: false } as const;
const bodyLimit = '1mb';

/**
 * Starts the application of a service the way its developer would: `createMicroservice` for one listener that is not
 * http, a hybrid application for more. Rejects when Nest refuses it; nothing is left open then.
 */
export async function startApp({ controller, listeners }: AppParts): Promise<LiveApp> {
  @Module({})
  class Root {}
  const root = { module: Root, controllers: [controller] };
  const [first] = listeners;
  if (listeners.length === 1 && first?.as === 'microservice') {
    const app = await NestFactory.createMicroservice(root, { ...options, strategy: first.strategy });
    return listening(app, async () => {
      await app.listen();
    });
  }
  const http = listeners.find((listener) => listener.as === 'http');
  const adapter = http?.adapter ?? new ExpressAdapter();
  const app = await NestFactory.create<NestExpressApplication>(root, adapter, { ...options, bodyParser: false });
  return listening(app, async () => {
    app.useBodyParser('json', { limit: bodyLimit });
    app.useBodyParser('urlencoded', { limit: bodyLimit, extended: true });
    // Only for the routes: a connected microservice has filters of its own.
    app.useGlobalFilters(new HttpErrorFilter(adapter));
    for (const listener of listeners) {
      if (listener.as === 'microservice') app.connectMicroservice({ strategy: listener.strategy });
    }
    await app.startAllMicroservices();
    if (http === undefined) await app.init();
    else await app.listen(0, '127.0.0.1');
  });
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
