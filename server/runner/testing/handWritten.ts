import 'reflect-metadata';
import {
  BadRequestException,
  Body,
  Catch,
  Controller,
  HttpException,
  Module,
  Post,
  ValidationPipe,
  type ArgumentsHost,
  type Type,
} from '@nestjs/common';
import { BaseExceptionFilter, NestFactory } from '@nestjs/core';
import { ClientTCP, MessagePattern, Payload, RpcException, ServerTCP } from '@nestjs/microservices';
import type { Server } from 'node:net';
import { IsArray, IsOptional, IsString } from 'class-validator';
import { firstValueFrom, throwError } from 'rxjs';
import type { FilterKind } from '#shared/flow/nestSettings.ts';

/**
 * Applications as developers write them, which know nothing of us: what they answer is the truth that services on the
 * canvas are held against. (The decorators are called by hand, as esbuild emits no types of parameters.)
 */

class OrderDto {
  userId!: string;
  items?: unknown[];
}
IsString()(OrderDto.prototype, 'userId');
IsOptional()(OrderDto.prototype, 'items');
IsArray()(OrderDto.prototype, 'items');

/** By what a handler throws. */
export const exceptions: Readonly<Record<string, () => unknown>> = {
  error: () => new Error('the database is on fire'),
  rpcText: () => new RpcException('Card declined'),
  rpcObject: () => new RpcException({ status: 402, message: 'Card declined', card: 'visa' }),
  http: () => new HttpException('No such order', 404),
  badRequest: () => new BadRequestException('No user'),
};

class Orders {
  throws({ what }: { what: string }): unknown {
    throw exceptions[what]?.();
  }
  order(data: OrderDto): unknown {
    return { ordered: data };
  }
}
function decorate(key: 'throws' | 'order', type: unknown): void {
  const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, key);
  if (descriptor === undefined) return;
  MessagePattern(key)(Orders.prototype, key, descriptor);
  Payload()(Orders.prototype, key, 0);
  Post(`/${key}`)(Orders.prototype, key, descriptor);
  Body()(Orders.prototype, key, 0);
  Reflect.defineMetadata('design:paramtypes', [type], Orders.prototype, key);
}
decorate('throws', Object);
decorate('order', OrderDto);
Controller()(Orders);

@Module({ controllers: [Orders] })
class OrdersModule {}

@Catch()
class KeepMessage extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost) {
    // oxlint-disable-next-line promise/valid-params -- a filter's `catch`, not a promise's
    if (host.getType() === 'http') return super.catch(exception, host);
    return throwError(() => {
      if (exception instanceof RpcException) {
        const error = exception.getError();
        return typeof error === 'object' ? error : { status: 'error', message: error };
      }
      if (exception instanceof HttpException) {
        const response = exception.getResponse();
        const message = typeof response === 'object' && 'message' in response ? response.message : exception.message;
        return { status: exception.getStatus(), message };
      }
      return { status: 'error', message: (exception as Error).message };
    });
  }
}

@Catch(RpcException)
class FromTheDocs extends BaseExceptionFilter {
  override catch(exception: RpcException, host: ArgumentsHost) {
    // oxlint-disable-next-line promise/valid-params -- as above
    return host.getType() === 'http' ? super.catch(exception, host) : throwError(() => exception.getError());
  }
}

@Catch()
class AsIs extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost) {
    // oxlint-disable-next-line promise/valid-params -- as above
    return host.getType() === 'http' ? super.catch(exception, host) : throwError(() => exception);
  }
}
const filters = { keepMessage: KeepMessage, rpcException: FromTheDocs, asIs: AsIs } satisfies Record<FilterKind, Type>;

export interface HandWrittenOptions {
  /** With HTTP: then its microservice is connected to it. */
  isHybrid: boolean;
  inheritAppConfig?: boolean | undefined;
  filter?: FilterKind | undefined;
  validation?: boolean | undefined;
}

export interface HandWritten extends AsyncDisposable {
  port: number;
  httpPort: number;
}

export async function startHandWritten(options: HandWrittenOptions): Promise<HandWritten> {
  const { isHybrid, inheritAppConfig = false, filter, validation = false } = options;
  const strategy = new ServerTCP({ host: '127.0.0.1', port: 0 });
  const port = (): number => portOf(strategy.unwrap<Server>());
  if (!isHybrid) {
    const app = await NestFactory.createMicroservice(OrdersModule, { strategy, logger: false });
    if (filter !== undefined) app.useGlobalFilters(new filters[filter]());
    if (validation) app.useGlobalPipes(new ValidationPipe());
    await app.listen();
    return { port: port(), httpPort: 0, [Symbol.asyncDispose]: () => app.close() };
  }
  const app = await NestFactory.create(OrdersModule, { logger: false });
  if (filter !== undefined) app.useGlobalFilters(new filters[filter](app.getHttpAdapter()));
  if (validation) app.useGlobalPipes(new ValidationPipe());
  app.connectMicroservice({ strategy }, { inheritAppConfig });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const httpPort = portOf(app.getHttpServer() as Server);
  return { port: port(), httpPort, [Symbol.asyncDispose]: () => app.close() };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What a plain Nest client gets: the value, or the error. */
export async function askOverTcp(port: number, pattern: string, data: unknown): Promise<unknown> {
  const client = new ClientTCP({ host: '127.0.0.1', port });
  try {
    return await firstValueFrom<unknown>(client.send(pattern, data)).catch((error: unknown) => ({ error }));
  } finally {
    client.close();
  }
}

export async function askOverHttp(port: number, path: string, data: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(data),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}
