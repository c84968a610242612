import type { LinkFault } from '#shared/faults/fault.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { LinkBytes } from '../bytes/byteBoard.ts';
import { startLinkProxy, type LinkProxy } from '../faults/link/linkProxy.ts';
import type { InjectedAct } from '../faults/link/toxics/toxic.ts';

export interface Address {
  host: string;
  port: number;
}

export interface ListenerLinkParts {
  /** The port that others connect to; chosen freely without one. */
  port?: number | undefined;
  /** The listener's path in the Flow. */
  at: string;
  random: () => number;
  /** Service, replica and listener in one word. */
  name: string;
  /** A hole in the stream of bytes would be the end of it: on the way to a broker, and in HTTP/2. */
  isPipelined: boolean;
  bytes: LinkBytes | undefined;
  onInjected: (fault: LinkFault, act: InjectedAct) => void;
}

/**
 * The fault proxy of one listener of one replica. It outlives the application, so that the port stays the same:
 *
 *   callers ─▶ public port ═ link ═▶ the application        application ═ link ═▶ broker
 */
export class ListenerLink {
  readonly #parts: ListenerLinkParts;
  #proxy: LinkProxy | undefined;
  #isOpen = false;
  #faults: readonly LinkFault[] = [];
  #isPaused = false;
  #problem: Problem | undefined;

  constructor(parts: ListenerLinkParts) {
    this.#parts = parts;
  }

  /** 0 when nobody listens. */
  get port(): number {
    return this.#isOpen ? (this.#proxy?.port ?? 0) : 0;
  }

  /** Why it could not open. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  get connections(): number {
    return this.#proxy?.connections() ?? 0;
  }

  /** Listens, the second time on the same port; when that fails, `problem` tells why. */
  async open(target: () => Address | undefined): Promise<void> {
    const { port, random, name, isPipelined, bytes, onInjected } = this.#parts;
    try {
      this.#proxy ??= await startLinkProxy({
        ...(port === undefined ? {} : { port }),
        random,
        name,
        isPipelined,
        bytes,
        onInjected: (fault, { act }) => onInjected(fault, act),
      });
      this.#proxy.setTarget(target);
      this.#proxy.setFaults(this.#faults);
      this.#proxy.setPaused(this.#isPaused);
      await this.#proxy.setEnabled(true);
      this.#isOpen = true;
      this.#problem = undefined;
    } catch (error) {
      this.#problem = problem('listenFailed', listenMessage(error, port ?? this.#proxy?.port), this.#parts.at);
    }
  }

  setFaults(faults: readonly LinkFault[]): void {
    this.#faults = faults;
    this.#proxy?.setFaults(faults);
  }

  /** Nothing passes meanwhile. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#proxy?.setPaused(isPaused);
  }

  /** Cuts what is connected; whoever comes now is refused. */
  async refuse(): Promise<void> {
    this.#isOpen = false;
    await this.#proxy?.setEnabled(false);
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#proxy?.close();
    this.#proxy = undefined;
  }
}

function listenMessage(error: unknown, port: number | undefined): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program or listener. Free it, or give this listener another port.`;
    case 'EACCES':
      return `Port ${port} may not be used by an ordinary user. Give this listener a port above 1023.`;
    case 'ERR_SOCKET_BAD_PORT':
      return `There is no port ${port}. Give this listener a lower one: replica n listens on port + n.`;
    default:
      return `Listening failed: ${String(error)}. Give this listener another port.`;
  }
}
