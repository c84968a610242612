import { CommittedOffsets, type CommittedOffset } from '../groups/committedOffsets.ts';
import type { KeptBatch, PartitionLog } from '../log/partitionLog.ts';
import { Topics, type TopicFault } from '../log/topics.ts';
import type { Limits } from '../limits.ts';
import { readBatches, type RecordBatch } from '../wire/recordBatch.ts';
import type { Entry } from './entry.ts';
import { Journal } from './journal.ts';

/** The journal is written anew when it has grown to twice of what is kept, and beyond this. */
const smallJournalBytes = 4 * 1024 * 1024;
const offsetCost = 100;

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** Topics and committed offsets: what survives the broker. Every change goes through here. */
export class Store {
  readonly topics: Topics;
  readonly offsets: CommittedOffsets;
  #journal: Journal | undefined;

  /** Without a folder nothing survives. */
  constructor(limits: Limits, folder?: string) {
    this.topics = new Topics(limits);
    this.offsets = new CommittedOffsets(limits.offsets);
    this.#journal = folder === undefined ? undefined : new Journal(folder);
    for (const entry of this.#journal?.read() ?? []) this.#restore(entry);
    this.#journal?.rewrite(this.#entries());
  }

  createTopic(name: string, partitions: number): TopicFault | undefined {
    const fault = this.topics.create(name, partitions);
    if (fault === undefined) this.#note({ kind: 'topic', name, starts: Array.from({ length: partitions }, () => 0) });
    return fault;
  }

  growTopic(name: string, partitions: number): TopicFault | undefined {
    const fault = this.topics.grow(name, partitions);
    if (fault === undefined) this.#note({ kind: 'grown', name, partitions });
    return fault;
  }

  deleteTopic(name: string): boolean {
    const was = this.topics.delete(name);
    this.offsets.forgetTopic(name);
    if (was) this.#note({ kind: 'deleted', name });
    return was;
  }

  append({ topic, partition }: Place, log: PartitionLog, batch: RecordBatch): KeptBatch {
    const kept = this.topics.append(log, batch);
    this.#note({ kind: 'batch', topic, partition, bytes: kept.bytes });
    return kept;
  }

  /** False when there is no room for one more. */
  commit(group: string, { topic, partition }: Place, committed: CommittedOffset): boolean {
    const hasRoom = this.offsets.set({ group, topic, partition }, committed);
    if (hasRoom) this.#note({ kind: 'offset', group, topic, partition, ...committed });
    return hasRoom;
  }

  close(): void {
    this.#journal?.close();
  }

  #note(entry: Entry): void {
    const journal = this.#journal;
    if (journal === undefined) return;
    try {
      journal.add(entry);
      const kept = this.topics.cost + this.offsets.count * offsetCost;
      if (journal.bytes > 2 * kept + smallJournalBytes) journal.rewrite(this.#entries());
    } catch {
      // The disk is full: it goes on with what it has in memory, and a kill loses that.
      this.#journal = undefined;
      journal.close();
    }
  }

  *#entries(): Generator<Entry> {
    for (const name of this.topics.names) {
      const logs = this.topics.find(name) ?? [];
      yield { kind: 'topic', name, starts: logs.map(({ start }) => start) };
      for (const [partition, { batches }] of logs.entries()) {
        for (const { bytes } of batches) yield { kind: 'batch', topic: name, partition, bytes };
      }
    }
    for (const group of this.offsets.groups) {
      for (const [topic, partitions] of this.offsets.of(group)) {
        for (const [partition, committed] of partitions)
          yield { kind: 'offset', group, topic, partition, ...committed };
      }
    }
  }

  #restore(entry: Entry): void {
    switch (entry.kind) {
      case 'topic':
        return this.topics.restoreTopic(entry.name, entry.starts);
      case 'grown':
        return void this.topics.grow(entry.name, entry.partitions);
      case 'deleted':
        return void this.deleteTopic(entry.name);
      case 'batch': {
        const log = this.topics.partition(entry.topic, entry.partition);
        const batches = readBatches(entry.bytes);
        if (log === undefined || typeof batches === 'string') return;
        for (const batch of batches) this.topics.restoreBatch(log, batch);
        return;
      }
      case 'offset': {
        const { offset, metadata } = entry;
        this.offsets.set(entry, { offset, metadata });
      }
    }
  }
}
