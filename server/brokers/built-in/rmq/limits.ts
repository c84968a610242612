/** Everything a client could make grow has a bound; the names of RabbitMQ's own settings stand beside ours. */
export interface Limits {
  /** `connection_max` */
  readonly connections: number;
  /** `channel_max` of one connection. */
  readonly channels: number;
  /** `frame_max` */
  readonly frameBytes: number;
  /** `max_message_size` */
  readonly messageBytes: number;
  /** `vm_memory_high_watermark`: above it publishers are not read from until consumers have taken something. */
  readonly heldBytes: number;
  /** Names and arguments of all exchanges, queues, bindings and consumers together. */
  readonly definitionBytes: number;
  /** What waits for one client that reads too slowly; then it is cut off. */
  readonly outputBytes: number;
  /** `heartbeat`, as offered to clients. */
  readonly heartbeatS: number;
  /** `handshake_timeout` */
  readonly handshakeMs: number;
}

const mebibyte = 1024 * 1024;

export const defaultLimits: Limits = {
  connections: 4096,
  channels: 2047,
  frameBytes: 131_072,
  messageBytes: 16 * mebibyte,
  heldBytes: 128 * mebibyte,
  definitionBytes: 16 * mebibyte,
  outputBytes: 64 * mebibyte,
  heartbeatS: 60,
  handshakeMs: 10_000,
};

/** What anything costs besides its bytes. */
export const overheadBytes = 256;
