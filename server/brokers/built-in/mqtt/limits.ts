/** Everything a client could make grow has a bound; the names of mosquitto's own settings stand beside ours. */
export interface Limits {
  /** `max_connections` */
  readonly clients: number;
  /** `max_packet_size` */
  readonly packetBytes: number;
  /** Subscriptions of one client. */
  readonly subscriptions: number;
  /** Filters of all subscriptions of all clients together. */
  readonly subscriptionBytes: number;
  /** A client that reads too slowly is cut off. */
  readonly outputBytes: number;
  /** `max_inflight_messages`: so many QoS 1 and 2 messages wait for a client's word at once. */
  readonly inflight: number;
  /** `max_queued_messages`: so many more wait behind them; what comes then is dropped. */
  readonly queued: number;
  /** Everything that waits for all clients together. */
  readonly queuedBytes: number;
  /** Retained messages, their number and their bytes; what comes then is delivered and not retained. */
  readonly retained: number;
  readonly retainedBytes: number;
  /** Sessions that outlive their connection; the longest unused one gives way. */
  readonly sleepingSessions: number;
  /** How long a connection may take to say who it is. */
  readonly connectMs: number;
}

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  clients: 4096,
  packetBytes: mebibyte + 64 * 1024,
  subscriptions: 10_000,
  subscriptionBytes: 8 * mebibyte,
  outputBytes: 32 * mebibyte,
  inflight: 20,
  queued: 1000,
  queuedBytes: 64 * mebibyte,
  retained: 10_000,
  retainedBytes: 16 * mebibyte,
  sleepingSessions: 1000,
  connectMs: 10_000,
};
