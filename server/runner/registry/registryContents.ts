import type { BrokerContents } from '#shared/brokerContents.ts';
import type { Instance } from './instance.ts';
import type { Listed } from './registryBook.ts';

export interface Happening {
  state: 'up' | 'down' | 'joined' | 'left';
  note: string;
  instance: Instance | undefined;
}

const mostNews = 20;

/** What last happened at a registry, newest first. */
export class RegistryNews {
  #happenings: (Happening & { atMs: number })[] = [];

  note(atMs: number, happening: Happening): void {
    this.#happenings = [{ ...happening, atMs }, ...this.#happenings].slice(0, mostNews);
  }

  told(nowMs: number): (Happening & { agoMs: number })[] {
    return this.#happenings.map(({ atMs, ...happening }) => ({ ...happening, agoMs: nowMs - atMs }));
  }
}

const secondsText = (ms: number): string => `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
const nameOf = ({ service, replica }: Instance): string => `${service} · replica ${replica + 1}`;
const words = { up: 'came up', down: 'went down', joined: 'joined', left: 'left' } as const;

/** Who is on the list, and what last happened, as tables. */
export function registryContents(
  listed: readonly Listed[],
  happenings: readonly (Happening & { agoMs: number })[],
): BrokerContents {
  return {
    tables: [
      {
        title: 'Instances',
        columns: ['instance', 'port', 'silent for', 'state'],
        rows: listed.map(({ instance, silentMs, state }) => [
          nameOf(instance),
          `:${instance.port}`,
          secondsText(silentMs),
          state,
        ]),
      },
      {
        title: 'What happened',
        columns: ['ago', 'who', 'what', 'why'],
        rows: happenings.map(({ agoMs, instance, state, note }) => [
          secondsText(agoMs),
          instance === undefined ? 'the registry' : nameOf(instance),
          words[state],
          note,
        ]),
      },
    ],
  };
}
