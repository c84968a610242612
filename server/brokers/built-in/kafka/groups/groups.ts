import { randomUUID } from 'node:crypto';
import { errorCode, type ErrorCode } from '../wire/errorCode.ts';
import type { Limits } from '../limits.ts';
import type { CommittedOffsets } from './committedOffsets.ts';
import { Group, type Joining } from './group.ts';
import type { Joined, Synced } from './member.ts';

/** All consumer groups. One without members and without offsets is forgotten. */
export class Groups {
  readonly #limits: Limits;
  readonly #offsets: CommittedOffsets;
  readonly #groups = new Map<string, Group>();

  constructor(limits: Limits, offsets: CommittedOffsets) {
    this.#limits = limits;
    this.#offsets = offsets;
  }

  find(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** Those that have members or offsets. */
  get ids(): string[] {
    return [...new Set([...this.#groups.keys(), ...this.#offsets.groups])];
  }

  join(groupId: string, joining: Joining): Promise<Joined> {
    const error = this.#refusal(groupId, joining);
    if (error !== undefined) {
      const { memberId } = joining;
      return Promise.resolve({ error, memberId, generation: -1, protocol: '', leader: '', members: [] });
    }
    const memberId = joining.memberId === '' ? `${joining.clientId}-${randomUUID()}` : joining.memberId;
    return this.#obtain(groupId).join({ ...joining, memberId });
  }

  sync(
    groupId: string,
    asked: { generation: number; memberId: string; assignments: ReadonlyMap<string, Buffer> },
  ): Promise<Synced> {
    const group = this.#groups.get(groupId);
    const isTooLarge = [...asked.assignments.values()].some((bytes) => bytes.length > this.#limits.memberBytes);
    if (group === undefined || isTooLarge) {
      return Promise.resolve({ error: errorCode.unknownMemberId, assignment: Buffer.alloc(0) });
    }
    return group.sync(asked.generation, asked.memberId, asked.assignments);
  }

  heartbeat(groupId: string, generation: number, memberId: string): ErrorCode {
    return this.#groups.get(groupId)?.refusal(generation, memberId) ?? errorCode.unknownMemberId;
  }

  leave(groupId: string, memberId: string): ErrorCode {
    const error = this.#groups.get(groupId)?.leave(memberId) ?? errorCode.unknownMemberId;
    this.#forgetEmpty();
    return error;
  }

  /** Members commit in their generation; whoever is no member may commit for a group that has none. */
  commitRefusal(groupId: string, generation: number, memberId: string): ErrorCode {
    const group = this.#groups.get(groupId);
    if (group === undefined || group.members.size === 0) {
      return generation < 0 ? errorCode.none : errorCode.unknownMemberId;
    }
    const error = group.refusal(generation, memberId);
    if (group.state === 'CompletingRebalance' && error === errorCode.none) return errorCode.rebalanceInProgress;
    // While others still join, its work up to now counts.
    return error === errorCode.rebalanceInProgress ? errorCode.none : error;
  }

  close(): void {
    for (const group of this.#groups.values()) group.close();
  }

  #refusal(groupId: string, { memberId, sessionMs, protocols }: Joining): ErrorCode | undefined {
    const { sessionMinMs, sessionMaxMs, memberBytes, members, groups } = this.#limits;
    if (groupId === '') return errorCode.invalidGroupId;
    if (sessionMs < sessionMinMs || sessionMs > sessionMaxMs) return errorCode.invalidSessionTimeout;
    const group = this.#groups.get(groupId);
    if (memberId !== '')
      return group?.members.has(memberId) === true ? tooMuch(protocols, memberBytes) : errorCode.unknownMemberId;
    this.#forgetEmpty();
    if (group === undefined && this.#groups.size >= groups) return errorCode.groupMaxSizeReached;
    const present = [...this.#groups.values()].reduce((sum, one) => sum + one.members.size, 0);
    return present >= members ? errorCode.groupMaxSizeReached : tooMuch(protocols, memberBytes);
  }

  #obtain(id: string): Group {
    const group = this.#groups.get(id) ?? new Group(id);
    this.#groups.set(id, group);
    return group;
  }

  #forgetEmpty(): void {
    for (const [id, { members }] of this.#groups) if (members.size === 0) this.#groups.delete(id);
  }
}

function tooMuch(protocols: Joining['protocols'], limit: number): ErrorCode | undefined {
  const size = protocols.reduce((sum, { name, metadata }) => sum + name.length + metadata.length, 0);
  return size > limit ? errorCode.groupMaxSizeReached : undefined;
}
