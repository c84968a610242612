import { ClientTCP } from '@nestjs/microservices';
import { defer, firstValueFrom, timeout, type Observable, type Subscription } from 'rxjs';
import { cutSocket } from '../cutSocket.ts';
import type { Address } from '../service/listenerLink.ts';
import { patterns } from './instance.ts';

/** NestJS's own client, without Nagle's algorithm; `cut` ends it at once, as the end of a process does. */
class RegistryClient extends ClientTCP {
  constructor(readonly address: Address) {
    super(address);
  }

  override createSocket(): ReturnType<ClientTCP['createSocket']> {
    const socket = super.createSocket();
    socket.netSocket.setNoDelay(true);
    return socket;
  }

  cut(): void {
    if (this.socket !== null) cutSocket(this.socket);
    this.close();
  }
}

/** How long an answer of a registry is waited for: it is near, and has little to do. */
const answerMs = 1000;

export class NoRegistryError extends Error {
  override readonly name = 'NoRegistryError';
}

/** One connection to a registry, made when it is needed. Its address is asked anew when there is none. */
export class RegistryLink {
  readonly #address: () => Address | undefined;
  #client: RegistryClient | undefined;

  constructor(address: () => Address | undefined) {
    this.#address = address;
  }

  /** Rejects when there is no registry or it does not answer; the next one tries again. */
  async ask(pattern: keyof typeof patterns, data: unknown): Promise<unknown> {
    try {
      return await firstValueFrom(this.#open().send<unknown>(pattern, data).pipe(timeout(answerMs)));
    } catch (error) {
      this.cut();
      throw error;
    }
  }

  /** Each list as it comes. `onEnd` is called once, when no more will come. @returns how to stop */
  watch(data: unknown, { onList, onEnd }: { onList: (list: unknown) => void; onEnd: () => void }): Subscription {
    const lists$: Observable<unknown> = defer(() => this.#open().send<unknown>(patterns.watch, data));
    return lists$.subscribe({ next: onList, error: onEnd, complete: onEnd });
  }

  cut(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.cut();
  }

  #open(): RegistryClient {
    const address = this.#address();
    if (address === undefined) throw new NoRegistryError('The registry does not run.');
    if (this.#client !== undefined && this.#client.address.port !== address.port) this.cut();
    this.#client ??= new RegistryClient(address);
    return this.#client;
  }
}
