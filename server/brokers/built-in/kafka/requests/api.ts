import type { Groups } from '../groups/groups.ts';
import type { Store } from '../keep/store.ts';
import type { Limits } from '../limits.ts';
import type { Reader } from '../wire/reader.ts';
import type { Writer } from '../wire/writer.ts';

/** What the requests work on. */
export interface BrokerState {
  readonly limits: Limits;
  readonly port: number;
  readonly store: Store;
  readonly groups: Groups;
}

export interface Call {
  readonly broker: BrokerState;
  readonly version: number;
  /** As the client calls itself. */
  readonly clientId: string;
  readonly body: Reader;
  readonly answer: Writer;
  /** The client is gone: nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** One request of Kafka's protocol: its number, the versions that we speak, and what it does. */
export interface Api {
  readonly key: number;
  readonly versions: readonly [lowest: number, highest: number];
  /** `silent`: it is never answered. A ProtocolError ends the connection. */
  run(call: Call): void | 'silent' | Promise<void>;
}

export const host = '127.0.0.1';
/** Of the only broker there is. */
export const brokerId = 1;
