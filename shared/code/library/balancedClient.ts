import type { LibraryFile } from './file.ts';

/** Who shares out calls among those on the list of a registry. */
export const balancedClientFiles: readonly LibraryFile[] = [
  {
    path: 'registry/balanced-client',
    exports: ['BalancedClient'],
    needs: ['InstanceList'],
    text: `import type { OnApplicationBootstrap } from '@nestjs/common';
import {
  type ClientGrpc,
  type ClientOptions,
  ClientProxy,
  ClientProxyFactory,
  ClientTCP,
  type ReadPacket,
} from '@nestjs/microservices';
import { defer, Observable, repeat, retry, Subject, takeUntil, throwError } from 'rxjs';
import type { Instance, InstanceList } from './messages.js';

export interface BalancedOptions {
  registry: { host: string; port: number };
  /** Whose instances share the calls. */
  service: string;
  listener: string;
  /** The client of one instance. */
  client: (host: string, port: number) => ClientOptions;
}

type InstanceClient = Pick<ClientProxy, 'send' | 'emit' | 'close' | 'setOnDispatchHook'> & ClientGrpc;

/** Nobody is on the list. */
export class NoInstanceError extends Error {
  override readonly name = 'NoInstanceError';
}

const retryMs = 200;
/** How long what is under way at an instance that has left may take to end. */
const drainMs = 10_000;
const firstListMs = 1000;

/**
 * A client of Nest for every instance that is on the list of the registry; calls go to them in turn. Who is on the list gets
 * calls, dead or alive. Without the registry the last list stays.
 */
export class BalancedClient extends ClientProxy implements ClientGrpc, OnApplicationBootstrap {
  private readonly registry: ClientTCP;
  private readonly closed = new Subject<void>();
  private readonly clients = new Map<string, InstanceClient>();
  private instances = new Map<string, Instance>();
  private last = '';
  private hook: Parameters<ClientProxy['setOnDispatchHook']>[0] | undefined;
  private heard: () => void = () => undefined;
  private readonly firstList = new Promise<void>((resolve) => (this.heard = resolve));

  constructor(private readonly options: BalancedOptions) {
    super();
    this.registry = new ClientTCP(options.registry);
    const { service, listener } = options;
    defer(() => this.registry.send<InstanceList>('watch', { service, listener }))
      .pipe(retry({ delay: retryMs }), repeat({ delay: retryMs }), takeUntil(this.closed))
      .subscribe((list) => this.take(list));
  }

  /** Whoever asks right after the start finds the list here. */
  async onApplicationBootstrap(): Promise<void> {
    const timer = setTimeout(this.heard, firstListMs);
    await this.firstList;
    clearTimeout(timer);
  }

  override send<TResult = any, TInput = any>(pattern: any, data: TInput): Observable<TResult> {
    return defer(() => this.next().send<TResult, TInput>(pattern, data));
  }

  override emit<TResult = any, TInput = any>(pattern: any, data: TInput): Observable<TResult> {
    try {
      return this.next().emit<TResult, TInput>(pattern, data);
    } catch (error) {
      return throwError(() => error);
    }
  }

  /** Of gRPC: the methods of the instance whose turn it is. Ask anew for each call. */
  getService<T extends object>(name: string): T {
    return this.next().getService<T>(name);
  }

  getClientByServiceName<T = any>(name: string): T {
    return this.next().getClientByServiceName<T>(name);
  }

  override setOnDispatchHook(hook: Parameters<ClientProxy['setOnDispatchHook']>[0]): void {
    this.hook = hook;
    for (const client of this.clients.values()) client.setOnDispatchHook(hook);
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.closed.next();
    this.registry.close();
    for (const client of this.clients.values()) client.close();
    this.clients.clear();
    this.instances.clear();
  }

  unwrap<T>(): T {
    return this.clients as T;
  }

  protected publish(): () => void {
    throw new Error('Messages leave by the clients of the instances.');
  }

  protected dispatchEvent<T = any>(_packet: ReadPacket): Promise<T> {
    return Promise.reject(new Error('Messages leave by the clients of the instances.'));
  }

  private next(): InstanceClient {
    const ids = [...this.instances.keys()].sort();
    const id = ids.find((one) => one > this.last) ?? ids[0];
    const instance = id === undefined ? undefined : this.instances.get(id);
    if (id === undefined || instance === undefined) {
      throw new NoInstanceError('No instance of "' + this.options.service + '" is registered.');
    }
    this.last = id;
    const known = this.clients.get(id);
    if (known !== undefined) return known;
    const { host, port } = instance;
    const client = ClientProxyFactory.create(this.options.client(host, port)) as unknown as InstanceClient;
    if (this.hook !== undefined) client.setOnDispatchHook(this.hook);
    this.clients.set(id, client);
    return client;
  }

  private take({ instances, isSettled, left }: InstanceList): void {
    const told = new Map(instances.map((instance) => [instance.id, instance]));
    const now = isSettled ? told : new Map([...this.instances, ...told]);
    for (const id of left) now.delete(id);
    this.instances = now;
    for (const [id, client] of this.clients) {
      if (now.has(id)) continue;
      this.clients.delete(id);
      setTimeout(() => client.close(), drainMs).unref();
    }
    this.heard();
  }
}
`,
  },
];
