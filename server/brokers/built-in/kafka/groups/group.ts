// A consumer group: who takes part, and who leads. A change of its members goes through three states:
//
//   empty ── join ──▶ preparing: all join anew ──▶ completing: the leader shares out ──▶ stable
//                        ▲                                                                 │
//                        └──────────── somebody joins, leaves or falls silent ─────────────┘
import { errorCode, type ErrorCode } from '../wire/errorCode.ts';
import { chooseProtocol, sameProtocols } from './chooseProtocol.ts';
import { Member, type Joined, type Protocol, type Synced } from './member.ts';

export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

export interface Joining {
  readonly memberId: string;
  readonly clientId: string;
  readonly sessionMs: number;
  readonly rebalanceMs: number;
  readonly protocolType: string;
  readonly protocols: readonly Protocol[];
}

const nothing = Buffer.alloc(0);

export class Group {
  readonly id: string;
  state: GroupState = 'Empty';
  generation = 0;
  protocolType = '';
  protocol = '';
  leader = '';
  readonly members = new Map<string, Member>();
  #deadline: NodeJS.Timeout | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** Resolves when everybody has joined. A member joins under the id that it was given, a new one under a new id. */
  join(joining: Joining): Promise<Joined> {
    const { memberId, protocolType, protocols } = joining;
    const others = [...this.members.values()].filter(({ id }) => id !== memberId);
    const isAlike = others.length === 0 || (protocolType === this.protocolType && chooseProtocol([...others, joining]));
    if (!isAlike || protocols.length === 0) return this.#refuseJoin(errorCode.inconsistentGroupProtocol, memberId);
    const known = this.members.get(memberId);
    if (known !== undefined && this.#needsNoRebalance(known, protocols)) {
      known.heard();
      return Promise.resolve(this.#joined(known));
    }
    this.protocolType = protocolType;
    return new Promise((resolve) => {
      const member = known ?? this.#add(joining);
      member.answerJoin(this.#joined(member, errorCode.rebalanceInProgress));
      member.rebalanceMs = joining.rebalanceMs;
      member.protocols = protocols;
      member.joining = resolve;
      member.heard();
      if (this.state !== 'PreparingRebalance') this.#prepare();
      else this.#completeIfAllJoined();
    });
  }

  /** Resolves with what the leader has given to this member. */
  sync(generation: number, memberId: string, assignments: ReadonlyMap<string, Buffer>): Promise<Synced> {
    const member = this.members.get(memberId);
    const error = this.refusal(generation, memberId);
    if (error !== errorCode.none || member === undefined) return Promise.resolve({ error, assignment: nothing });
    if (this.state === 'Stable') return Promise.resolve({ error, assignment: member.assignment });
    return new Promise((resolve) => {
      member.answerSync({ error: errorCode.rebalanceInProgress, assignment: nothing });
      member.syncing = resolve;
      if (memberId === this.leader) this.#shareOut(assignments);
    });
  }

  /** Whether somebody belongs to the generation of the moment; and it has been heard. */
  refusal(generation: number, memberId: string): ErrorCode {
    const member = this.members.get(memberId);
    if (member === undefined) return errorCode.unknownMemberId;
    if (generation !== this.generation) return errorCode.illegalGeneration;
    member.heard();
    return this.state === 'PreparingRebalance' ? errorCode.rebalanceInProgress : errorCode.none;
  }

  leave(memberId: string): ErrorCode {
    if (!this.members.has(memberId)) return errorCode.unknownMemberId;
    this.#remove(memberId);
    return errorCode.none;
  }

  /** Ends its timers. */
  close(): void {
    clearTimeout(this.#deadline);
    for (const member of this.members.values()) member.forget();
  }

  #add({ memberId: id, clientId, sessionMs, rebalanceMs, protocols }: Joining): Member {
    const onSilence = (): void => this.#remove(id);
    const member = new Member({ id, clientId, sessionMs, rebalanceMs, protocols, onSilence });
    this.members.set(id, member);
    return member;
  }

  /** A follower that asks again, because an answer got lost, is told the same again. */
  #needsNoRebalance(member: Member, protocols: readonly Protocol[]): boolean {
    if (!sameProtocols(member.protocols, protocols)) return false;
    return this.state === 'CompletingRebalance' || (this.state === 'Stable' && member.id !== this.leader);
  }

  #prepare(): void {
    const asked = [...this.members.values()];
    for (const member of asked) member.answerSync({ error: errorCode.rebalanceInProgress, assignment: nothing });
    this.state = 'PreparingRebalance';
    clearTimeout(this.#deadline);
    const longest = Math.max(...asked.map(({ rebalanceMs }) => rebalanceMs));
    this.#deadline = setTimeout(() => this.#complete(), longest);
    this.#completeIfAllJoined();
  }

  #completeIfAllJoined(): void {
    const isComplete = [...this.members.values()].every(({ joining }) => joining !== undefined);
    if (this.state === 'PreparingRebalance' && isComplete) this.#complete();
  }

  #complete(): void {
    clearTimeout(this.#deadline);
    for (const member of this.members.values()) if (member.joining === undefined) this.#drop(member);
    this.generation += 1;
    const present = [...this.members.values()];
    const [first] = present;
    if (first === undefined) {
      this.state = 'Empty';
      return;
    }
    this.protocol = chooseProtocol(present) ?? '';
    if (!this.members.has(this.leader)) this.leader = first.id;
    this.state = 'CompletingRebalance';
    for (const member of present) {
      member.assignment = nothing;
      member.heard();
      member.answerJoin(this.#joined(member));
    }
  }

  #shareOut(assignments: ReadonlyMap<string, Buffer>): void {
    this.state = 'Stable';
    for (const member of this.members.values()) {
      member.assignment = assignments.get(member.id) ?? nothing;
      member.heard();
      member.answerSync({ error: errorCode.none, assignment: member.assignment });
    }
  }

  #remove(memberId: string): void {
    const member = this.members.get(memberId);
    if (member === undefined) return;
    this.#drop(member);
    if (this.members.size === 0) {
      this.state = 'Empty';
      this.generation += 1;
      clearTimeout(this.#deadline);
    } else if (this.state === 'PreparingRebalance') {
      this.#completeIfAllJoined();
    } else {
      this.#prepare();
    }
  }

  #drop(member: Member): void {
    member.forget();
    this.members.delete(member.id);
    member.answerJoin(this.#joined(member, errorCode.unknownMemberId));
    member.answerSync({ error: errorCode.unknownMemberId, assignment: nothing });
  }

  #joined(member: Member, error: ErrorCode = errorCode.none): Joined {
    const { generation, protocol, leader } = this;
    const isLeader = member.id === leader && error === errorCode.none;
    const everybody = isLeader ? [...this.members.values()] : [];
    const members = everybody.map((one) => ({ id: one.id, metadata: one.metadataFor(protocol) }));
    return { error, memberId: member.id, generation, protocol, leader, members };
  }

  #refuseJoin(error: ErrorCode, memberId: string): Promise<Joined> {
    return Promise.resolve({ error, memberId, generation: -1, protocol: '', leader: '', members: [] });
  }
}
