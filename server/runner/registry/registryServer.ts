import type { Server, Socket } from 'node:net';
import { ServerTCP, type TcpContext } from '@nestjs/microservices';
import { Observable, throwError, type Observer } from 'rxjs';
import type { z } from 'zod';
import type { Address } from '../service/listenerLink.ts';
import {
  goneSchema,
  instanceSchema,
  patterns,
  wantedSchema,
  type Heard,
  type Instance,
  type InstanceList,
  type Wanted,
} from './instance.ts';

/** What a registry does when it is asked. */
export interface RegistryDesk {
  register: (instance: Instance) => Heard;
  heartbeat: (id: string) => Heard;
  leave: (id: string) => void;
  list: (wanted: Wanted) => InstanceList;
}

/** A message says who it is in a few dozen characters. */
const maxMessage = 64 * 1024;

class PromptServerTCP extends ServerTCP {
  override bindHandler(socket: Socket): void {
    socket.setNoDelay(true);
    super.bindHandler(socket);
  }
}

/**
 * The door of a registry: a NestJS microservice over TCP, on a free loopback port unless it had one before. Patterns:
 * `register`, `heartbeat`, `leave`, `list`, and `watch`, whose answer never ends.
 */
export class RegistryServer {
  readonly #server: PromptServerTCP;
  readonly #desk: RegistryDesk;
  readonly #watchers = new Set<{ wanted: Wanted; observer: Observer<InstanceList> }>();

  /** Rejects when it cannot listen on this port. */
  static async open(desk: RegistryDesk, port: number): Promise<RegistryServer> {
    const server = new RegistryServer(desk, port);
    await new Promise<void>((resolve, reject) => {
      server.#server.listen((error?: unknown) => {
        if (error instanceof Error) reject(error);
        else resolve();
      });
    });
    return server;
  }

  private constructor(desk: RegistryDesk, port: number) {
    this.#desk = desk;
    this.#server = new PromptServerTCP({ host: '127.0.0.1', port, maxBufferSize: maxMessage });
    const on = <T>(pattern: string, schema: z.ZodType<T>, answer: (data: T, context: TcpContext) => unknown): void => {
      this.#server.addHandler(pattern, async (data: unknown, context: unknown) => {
        const { success, data: read, error } = schema.safeParse(data);
        return success ? answer(read, context as TcpContext) : refusal(error);
      });
    };
    on(patterns.register, instanceSchema, (instance) => desk.register(instance));
    on(patterns.heartbeat, goneSchema, ({ id }) => desk.heartbeat(id));
    on(patterns.leave, goneSchema, ({ id }) => {
      desk.leave(id);
      return {};
    });
    on(patterns.list, wantedSchema, (wanted) => desk.list(wanted));
    on(patterns.watch, wantedSchema, (wanted, context) => this.#watch(wanted, context));
  }

  get address(): Address | undefined {
    const address = this.#server.unwrap<Server>().address();
    return typeof address === 'object' && address !== null ? { host: '127.0.0.1', port: address.port } : undefined;
  }

  /** Tells all who watch. */
  tell(): void {
    for (const { wanted, observer } of this.#watchers) observer.next(this.#desk.list(wanted));
  }

  /** Every connection ends at once. */
  async close(): Promise<void> {
    const server = this.#server.unwrap<Server>();
    const closed = new Promise<void>((resolve) => {
      if (server.listening) server.once('close', () => resolve());
      else resolve();
    });
    this.#server.close();
    this.#watchers.clear();
    await closed;
  }

  /** Nest goes on with the answer when its connection has ended: whoever has gone must be forgotten here. */
  #watch(wanted: Wanted, context: TcpContext): Observable<InstanceList> {
    return new Observable<InstanceList>((observer) => {
      const watcher = { wanted, observer };
      this.#watchers.add(watcher);
      context.getSocketRef().netSocket.once('close', () => {
        this.#watchers.delete(watcher);
        observer.complete();
      });
      observer.next(this.#desk.list(wanted));
    });
  }
}

/** As NestJS answers when a handler throws an RpcException. */
function refusal(error: z.ZodError): Observable<never> {
  const [issue] = error.issues;
  const message = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`;
  return throwError(() => ({ status: 'error', message }));
}
