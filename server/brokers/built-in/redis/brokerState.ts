import type { Channels } from './channels.ts';
import type { Client } from './client.ts';
import type { Keyspace } from './keyspace.ts';
import type { Limits } from './limits.ts';

/** What the commands work on. */
export interface BrokerState {
  readonly limits: Limits;
  readonly clients: ReadonlyMap<number, Client>;
  readonly channels: Channels;
  readonly databases: readonly Keyspace[];
  readonly startedAt: number;
  readonly port: number;
}
