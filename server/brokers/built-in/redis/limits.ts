/** Everything a client could make grow has a bound; the names of Redis's own settings stand beside ours. */
export interface Limits {
  /** `maxclients` */
  readonly clients: number;
  /** `proto-max-bulk-len` */
  readonly bulkBytes: number;
  /** Arguments of one command, its name included. Redis allows 2^31. */
  readonly commandArgs: number;
  /** All arguments of one command together; in Redis `client-query-buffer-limit`. */
  readonly commandBytes: number;
  /** `client-output-buffer-limit pubsub`, the hard limit: a subscriber that reads too slowly is cut off. */
  readonly outputBytes: number;
  /** `maxmemory`, policy `noeviction`. */
  readonly keyBytes: number;
}

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  clients: 4096,
  bulkBytes: 8 * mebibyte,
  commandArgs: 65_536,
  commandBytes: 16 * mebibyte,
  outputBytes: 32 * mebibyte,
  keyBytes: 64 * mebibyte,
};

/** A header or inline line; `PROTO_INLINE_MAX_SIZE` of Redis. */
export const lineBytes = 64 * 1024;
