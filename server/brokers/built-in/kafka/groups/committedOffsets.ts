export interface CommittedOffset {
  readonly offset: number;
  readonly metadata: string | undefined;
}

/** How far each group has come: group → topic → partition. */
export class CommittedOffsets {
  readonly #limit: number;
  readonly #groups = new Map<string, Map<string, Map<number, CommittedOffset>>>();
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get count(): number {
    return this.#count;
  }

  get groups(): string[] {
    return [...this.#groups.keys()];
  }

  find(group: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#groups.get(group)?.get(topic)?.get(partition);
  }

  /** Topic → partition → offset. */
  of(group: string): ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> {
    return this.#groups.get(group) ?? new Map<string, Map<number, CommittedOffset>>();
  }

  /** False when there is no room for one more. */
  set(at: { group: string; topic: string; partition: number }, committed: CommittedOffset): boolean {
    const isNew = this.find(at.group, at.topic, at.partition) === undefined;
    if (isNew && this.#count >= this.#limit) return false;
    const topics = this.#groups.get(at.group) ?? new Map<string, Map<number, CommittedOffset>>();
    const partitions = topics.get(at.topic) ?? new Map<number, CommittedOffset>();
    this.#groups.set(at.group, topics.set(at.topic, partitions.set(at.partition, committed)));
    if (isNew) this.#count += 1;
    return true;
  }

  /** Its topic is gone, and with it what they counted. */
  forgetTopic(topic: string): void {
    for (const [group, topics] of this.#groups) {
      this.#count -= topics.get(topic)?.size ?? 0;
      topics.delete(topic);
      if (topics.size === 0) this.#groups.delete(group);
    }
  }
}
