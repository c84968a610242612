import type { Hosted } from '#shared/ipc.ts';

type Services = Record<string, Hosted>;

/** Says what other processes of the session must know of the services here, whenever that has changed: at once, as callers wait for it. */
export class Hosting {
  readonly #read: () => Services | undefined;
  readonly #say: (services: Services) => void;
  #said: string | undefined;

  /** `read` gives undefined when there is no other process. */
  constructor(read: () => Services | undefined, say: (services: Services) => void) {
    this.#read = read;
    this.#say = say;
  }

  look(): void {
    const services = this.#read();
    const text = services === undefined ? undefined : JSON.stringify(services);
    if (text === this.#said) return;
    this.#said = text;
    if (services !== undefined) this.#say(services);
  }
}
