import type { LibraryFile } from './file.ts';

/** A service registry: who keeps the list, and who registers. */
export const registryFiles: readonly LibraryFile[] = [
  {
    path: 'registry/messages',
    exports: ['Instance', 'InstanceList'],
    needs: [],
    text: `/** One replica of a service, by one of its listeners. */
export interface Instance {
  id: string;
  service: string;
  listener: string;
  host: string;
  port: number;
}

/** Whose instances somebody wants to know. */
export interface Wanted {
  service: string;
  listener: string;
}

export interface InstanceList {
  instances: Instance[];
  /** False while the registry is younger than its timeout and may not have heard of all that live. */
  isSettled: boolean;
  /** As long as it is not settled: who said goodbye. */
  left: string[];
}

/** Whether it is on the list now, and when to be heard of again. */
export interface Heard {
  isKnown: boolean;
  heartbeatMs: number;
}
`,
  },
  {
    path: 'registry/registry.controller',
    exports: ['RegistryController'],
    needs: ['Instance'],
    text: `import { Controller, Inject, type OnModuleDestroy } from '@nestjs/common';
import { Ctx, MessagePattern, Payload, type TcpContext } from '@nestjs/microservices';
import { fromEvent, map, type Observable, startWith, Subject, takeUntil } from 'rxjs';
import type { Heard, Instance, InstanceList, Wanted } from './messages.js';

export interface RegistrySettings {
  /** How often each replica says that it lives. */
  heartbeatMs: number;
  /** One that has said nothing for so long leaves. */
  timeoutMs: number;
}

/** The list of who lives. It is in memory: after a restart everybody registers again with the next heartbeat. */
@Controller()
export class RegistryController implements OnModuleDestroy {
  private readonly entries = new Map<string, { instance: Instance; heardAt: number }>();
  private readonly left = new Set<string>();
  private readonly changed = new Subject<void>();
  private readonly settledAt: number;
  private readonly timer: NodeJS.Timeout;
  private isSettled = false;

  constructor(@Inject('REGISTRY_SETTINGS') private readonly settings: RegistrySettings) {
    this.settledAt = Date.now() + settings.timeoutMs;
    this.timer = setInterval(() => this.look(), Math.min(250, settings.heartbeatMs));
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.changed.complete();
  }

  @MessagePattern('register')
  register(@Payload() instance: Instance): Heard {
    const isNew = !this.entries.has(instance.id);
    this.entries.set(instance.id, { instance, heardAt: Date.now() });
    this.left.delete(instance.id);
    if (isNew) this.changed.next();
    return { isKnown: true, heartbeatMs: this.settings.heartbeatMs };
  }

  @MessagePattern('heartbeat')
  heartbeat(@Payload() { id }: { id: string }): Heard {
    const entry = this.entries.get(id);
    if (entry !== undefined) entry.heardAt = Date.now();
    return { isKnown: entry !== undefined, heartbeatMs: this.settings.heartbeatMs };
  }

  @MessagePattern('leave')
  leave(@Payload() { id }: { id: string }): object {
    if (this.entries.delete(id)) {
      if (!this.isSettled) this.left.add(id);
      this.changed.next();
    }
    return {};
  }

  @MessagePattern('list')
  list(@Payload() { service, listener }: Wanted): InstanceList {
    const instances = [...this.entries.values()]
      .map(({ instance }) => instance)
      .filter((instance) => instance.service === service && instance.listener === listener);
    return { instances, isSettled: this.isSettled, left: [...this.left] };
  }

  /** The list now, and again whenever it has changed, as long as who asks is connected. */
  @MessagePattern('watch')
  watch(@Payload() wanted: Wanted, @Ctx() context: TcpContext): Observable<InstanceList> {
    return this.changed.pipe(
      startWith(undefined),
      map(() => this.list(wanted)),
      takeUntil(fromEvent(context.getSocketRef().netSocket, 'close')),
    );
  }

  private look(): void {
    const now = Date.now();
    const gone = [...this.entries].filter(([, { heardAt }]) => now - heardAt >= this.settings.timeoutMs);
    for (const [id] of gone) this.entries.delete(id);
    const settles = !this.isSettled && now >= this.settledAt;
    if (settles) {
      this.isSettled = true;
      this.left.clear();
    }
    if (gone.length > 0 || settles) this.changed.next();
  }
}
`,
  },
  {
    path: 'registry/registration',
    exports: ['Registration'],
    needs: ['Instance'],
    text: `import { networkInterfaces } from 'node:os';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { ClientTCP } from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';
import type { Heard, Instance } from './messages.js';

export interface RegistrationOptions {
  registry: { host: string; port: number };
  service: string;
  listener: string;
  /** Where this replica listens. */
  port: number;
}

const answerMs = 1000;
/** Until the registry has said how often it wants to hear of it. */
const firstRetryMs = 250;

/** Says at the registry that this replica lives, until it shuts down. One that dies says nothing. */
export class Registration implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly client: ClientTCP;
  private readonly instance: Instance;
  private isKnown = false;
  private heartbeatMs = firstRetryMs;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor({ registry, service, listener, port }: RegistrationOptions) {
    const host = ownHost();
    this.client = new ClientTCP(registry);
    this.instance = { id: service + '/' + listener + '/' + host + ':' + port, service, listener, host, port };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.beat();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.ask('leave', { id: this.instance.id }).catch(() => undefined);
    this.client.close();
  }

  private async beat(): Promise<void> {
    try {
      if (this.isKnown) await this.say('heartbeat', { id: this.instance.id });
      if (!this.isKnown) await this.say('register', this.instance);
    } catch {
      // No registry, or none that answers: the next heartbeat tries again.
    }
    if (!this.isOver) this.timer = setTimeout(() => void this.beat(), this.heartbeatMs);
  }

  private async say(pattern: string, data: unknown): Promise<void> {
    const heard = (await this.ask(pattern, data)) as Heard;
    this.isKnown = heard.isKnown;
    this.heartbeatMs = heard.heartbeatMs;
  }

  private ask(pattern: string, data: unknown): Promise<unknown> {
    return firstValueFrom(this.client.send(pattern, data).pipe(timeout(answerMs)));
  }
}

/** Where others reach this process; in a container by its address in the network. */
function ownHost(): string {
  const bound = process.env.BIND_HOST ?? '127.0.0.1';
  if (bound !== '0.0.0.0') return bound;
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
`,
  },
];
