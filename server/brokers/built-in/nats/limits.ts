/** Everything a client could make grow has a bound; the names of nats-server's own settings stand beside ours. */
export interface Limits {
  /** `max_connections` */
  readonly clients: number;
  /** `max_payload`: headers and payload of one message together. Clients are told it and keep to it. */
  readonly payloadBytes: number;
  /** `max_subscriptions` of one client. */
  readonly subscriptions: number;
  /** Subjects, queue names and ids of all subscriptions of all clients together. */
  readonly subscriptionBytes: number;
  /** `max_pending`: a client that reads too slowly is cut off. */
  readonly outputBytes: number;
  /** `ping_interval` */
  readonly pingMs: number;
}

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  clients: 4096,
  payloadBytes: mebibyte,
  subscriptions: 65_536,
  subscriptionBytes: 8 * mebibyte,
  outputBytes: 32 * mebibyte,
  pingMs: 30_000,
};

/** `max_control_line`: everything of a request but its payload. */
export const lineBytes = 4096;

/** `ping_max`: a client that left so many unanswered is taken for gone. */
export const unansweredPings = 2;
