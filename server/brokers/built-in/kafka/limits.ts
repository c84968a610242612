/** Everything a client could make grow has a bound; the names of Kafka's own settings stand beside ours. */
export interface Limits {
  /** `max.connections` */
  readonly clients: number;
  /** `socket.request.max.bytes` */
  readonly requestBytes: number;
  /** `message.max.bytes`: one batch. */
  readonly batchBytes: number;
  /** `fetch.max.bytes`: all that one answer carries. */
  readonly fetchBytes: number;
  /** `log.retention.bytes`: one partition forgets its oldest beyond it. */
  readonly partitionBytes: number;
  /** All partitions together: the oldest of all goes first. */
  readonly logBytes: number;
  /** Of all topics together. */
  readonly partitions: number;
  /** `num.partitions`: of a topic that is made by being used. */
  readonly defaultPartitions: number;
  readonly groups: number;
  /** `group.max.size`, but of all groups together. */
  readonly members: number;
  /** What a member says of itself, and what it is given. */
  readonly memberBytes: number;
  /** Committed offsets of all groups. */
  readonly offsets: number;
  /** `group.min.session.timeout.ms` */
  readonly sessionMinMs: number;
  /** `group.max.session.timeout.ms` */
  readonly sessionMaxMs: number;
}

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

export const defaultLimits: Limits = {
  clients: 2048,
  requestBytes: 8 * mebibyte,
  batchBytes: 1_048_588,
  fetchBytes: 8 * mebibyte,
  partitionBytes: 16 * mebibyte,
  logBytes: 64 * mebibyte,
  partitions: 4000,
  defaultPartitions: 3,
  groups: 2000,
  members: 2000,
  memberBytes: 64 * kibibyte,
  offsets: 50_000,
  sessionMinMs: 1000,
  sessionMaxMs: 300_000,
};

/** The longest that a request may wait for an answer, whatever it asks for. */
export const longestWaitMs = 60_000;

/** `offset.metadata.max.bytes` */
export const offsetMetadataBytes = 4096;
