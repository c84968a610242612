import type { RecordBatch } from '../wire/recordBatch.ts';
import type { Limits } from '../limits.ts';
import { PartitionLog, type KeptBatch } from './partitionLog.ts';
import { isTopicName } from './topicName.ts';

export type TopicFault = 'invalidTopic' | 'topicAlreadyExists' | 'invalidPartitions' | 'policyViolation';

/** All topics with their partitions. The oldest batches go when there is no room. */
export class Topics {
  readonly #limits: Limits;
  readonly #topics = new Map<string, PartitionLog[]>();
  #partitions = 0;
  #cost = 0;
  #lastAge = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get names(): string[] {
    return [...this.#topics.keys()];
  }

  /** Of everything that is kept, in bytes. */
  get cost(): number {
    return this.#cost;
  }

  /** Its partitions by number. */
  find(name: string): readonly PartitionLog[] | undefined {
    return this.#topics.get(name);
  }

  partition(name: string, index: number): PartitionLog | undefined {
    return this.#topics.get(name)?.[index];
  }

  /** Why it cannot be made. */
  refusal(name: string, partitions: number): TopicFault | undefined {
    if (!isTopicName(name)) return 'invalidTopic';
    if (this.#topics.has(name)) return 'topicAlreadyExists';
    return this.#noRoom(partitions);
  }

  create(name: string, partitions: number): TopicFault | undefined {
    const fault = this.refusal(name, partitions);
    if (fault === undefined)
      this.restoreTopic(
        name,
        Array.from({ length: partitions }, () => 0),
      );
    return fault;
  }

  /** To so many partitions altogether. */
  grow(name: string, partitions: number): TopicFault | undefined {
    const logs = this.#topics.get(name);
    if (logs === undefined) return 'invalidTopic';
    const more = partitions - logs.length;
    const fault = this.#noRoom(more);
    if (fault !== undefined) return fault;
    for (let index = 0; index < more; index += 1) logs.push(new PartitionLog());
    this.#partitions += more;
    return undefined;
  }

  delete(name: string): boolean {
    const logs = this.#topics.get(name);
    if (logs === undefined) return false;
    this.#topics.delete(name);
    this.#partitions -= logs.length;
    for (const log of logs) {
      this.#cost -= log.cost;
      log.wake();
    }
    return true;
  }

  append(log: PartitionLog, batch: RecordBatch): KeptBatch {
    const before = log.cost;
    const kept = log.append(batch, this.#nextAge());
    this.#added(log, before);
    return kept;
  }

  /** As it was before a restart, by where each partition starts. */
  restoreTopic(name: string, starts: readonly number[]): void {
    this.delete(name);
    this.#topics.set(
      name,
      starts.map((start) => new PartitionLog(start)),
    );
    this.#partitions += starts.length;
  }

  restoreBatch(log: PartitionLog, batch: RecordBatch): void {
    const before = log.cost;
    log.restore(batch, this.#nextAge());
    this.#added(log, before);
  }

  #nextAge(): number {
    this.#lastAge += 1;
    return this.#lastAge;
  }

  #noRoom(more: number): TopicFault | undefined {
    if (more < 1) return 'invalidPartitions';
    return this.#partitions + more > this.#limits.partitions ? 'policyViolation' : undefined;
  }

  #added(log: PartitionLog, before: number): void {
    this.#cost += log.cost - before;
    while (log.cost > this.#limits.partitionBytes) this.#dropOldest(log);
    while (this.#cost > this.#limits.logBytes) this.#dropOldest(this.#oldest() ?? log);
  }

  #dropOldest(log: PartitionLog): void {
    const before = log.cost;
    log.dropOldest();
    this.#cost += log.cost - before;
  }

  #oldest(): PartitionLog | undefined {
    let oldest: PartitionLog | undefined;
    for (const logs of this.#topics.values()) {
      for (const log of logs) {
        if (log.oldest !== undefined && log.oldest.age < (oldest?.oldest?.age ?? Infinity)) oldest = log;
      }
    }
    return oldest;
  }
}
