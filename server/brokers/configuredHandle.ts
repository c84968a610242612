import { askContents, type ReadContents } from './readContents.ts';
import { problem, ProblemError, type Problem } from '#shared/problem.ts';
import type { BrokerChanges } from './brokerChanges.ts';
import type { BrokerHandle } from './brokerHandle.ts';
import type { BrokerUrl } from './brokerUrl.ts';

export interface ConfiguredParts {
  readonly url: string;
  readonly address: BrokerUrl;
  readonly changes: BrokerChanges;
  /** What names it: `REDIS_URL`. */
  readonly setting: string;
  readonly readContents?: ReadContents | undefined;
  /** Ends the watching. */
  readonly disconnect: () => unknown;
}

/** A broker that a setting names. It is somebody else's: watched, never killed, shared with other sessions. */
export function configuredHandle({
  url,
  address,
  changes,
  setting,
  readContents,
  disconnect,
}: ConfiguredParts): BrokerHandle {
  const refusal = (what: string): Problem =>
    problem(
      'readOnly',
      `${address.shown} comes from ${setting} and is not ours to be ${what}. Break its wires instead.`,
    );
  const notOurs = (what: string): Promise<never> => Promise.reject(new ProblemError(refusal(what)));
  return {
    source: 'configured',
    host: address.host,
    port: address.port,
    username: address.username,
    password: address.password,
    url,
    label: `configured ${address.shown}`,
    tried: [],
    lacks: [],
    shared: true,
    get state() {
      return changes.state;
    },
    get why() {
      return changes.why;
    },
    contents: () => askContents({ ...address, label: address.shown }, readContents),
    refusal,
    onChange: (listener) => changes.listen(listener),
    kill: () => notOurs('killed'),
    restart: () => notOurs('restarted'),
    pause: () => notOurs('paused'),
    resume: () => Promise.resolve(),
    close: async () => {
      changes.clear();
      await disconnect();
    },
  };
}
