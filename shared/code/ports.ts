import type { Flow } from '../flow/flow.ts';

/** Ports that no two services of a project share; those that are drawn stay as they are. */
export class Ports {
  readonly #taken: Set<number>;

  constructor(flow: Flow) {
    const drawn = Object.values(flow.services).flatMap(({ listeners, replicas }) =>
      Object.values(listeners).flatMap((listener) =>
        'port' in listener && listener.port !== undefined
          ? Array.from({ length: replicas }, (_, replica) => (listener.port ?? 0) + replica)
          : [],
      ),
    );
    this.#taken = new Set(drawn);
  }

  /** The first one from here that is free. */
  take(from: number): number {
    let port = from;
    while (this.#taken.has(port)) port += 1;
    this.#taken.add(port);
    return port;
  }
}
