import type { Service } from '../flow/flow.ts';
import type { Listener } from '../transports/transport.ts';

/** Variables that the applications read besides those of the ends, and some that mean something to every process. */
const takenVariables = 'BIND_HOST REPLICA NODE_ENV PORT HOST PATH TLS_CERT TLS_KEY E2E_STACK'.split(' ');

/** What a broker, an external, and a registry are found by. */
export const addressEndings = ['HOST', 'PORT'];
export const registryEndings = ['TCP_HOST', 'TCP_PORT', 'HTTP_PORT'];

/** What the variables of a service end in, each of its listeners with a port of its own having two. */
export const serviceEndings = (service: Pick<Service, 'listeners'>): string[] => [
  ...[...listenerWords(service).values()].flatMap((word) => addressEndings.map((ending) => `${word}_${ending}`)),
  'HTTP_PORT',
];

/** `TCP`, `TCP2`, `GRPC`: how the variables of each listener are called that needs no broker. */
export function listenerWords({ listeners }: Pick<Service, 'listeners'>): Map<Listener, string> {
  const counts = new Map<string, number>();
  const words = new Map<Listener, string>();
  for (const listener of Object.values(listeners)) {
    if (listener.transport === 'http' || 'broker' in listener) continue;
    const count = (counts.get(listener.transport) ?? 0) + 1;
    counts.set(listener.transport, count);
    words.set(listener, `${listener.transport.toUpperCase()}${count === 1 ? '' : count}`);
  }
  return words;
}

/** Gives out what variables of the environment begin with; neither that nor a whole variable is given twice. */
export class EnvironmentNames {
  readonly #taken = new Set(takenVariables);

  /** `LEGACY`, with `LEGACY_HOST` and `LEGACY_PORT` for these endings; `LEGACY_2` when one of them is taken. */
  take(wanted: string, endings: readonly string[]): string {
    const all = (name: string): string[] => [name, ...endings.map((ending) => `${name}_${ending}`)];
    let name = wanted;
    for (let count = 2; all(name).some((one) => this.#taken.has(one)); count += 1) name = `${wanted}_${count}`;
    for (const one of all(name)) this.#taken.add(one);
    return name;
  }
}
