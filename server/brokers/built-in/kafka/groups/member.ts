import type { ErrorCode } from '../wire/errorCode.ts';

/** A way of sharing that a member knows, and what it says of itself for it. */
export interface Protocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export interface Joined {
  readonly error: ErrorCode;
  readonly memberId: string;
  readonly generation: number;
  readonly protocol: string;
  readonly leader: string;
  /** The leader alone learns of the others: it shares the partitions out. */
  readonly members: readonly { readonly id: string; readonly metadata: Buffer }[];
}

export interface Synced {
  readonly error: ErrorCode;
  readonly assignment: Buffer;
}

export interface MemberParts {
  readonly id: string;
  readonly clientId: string;
  readonly sessionMs: number;
  readonly rebalanceMs: number;
  readonly protocols: readonly Protocol[];
  /** It has not been heard of for its session's time. */
  readonly onSilence: () => void;
}

/** One consumer of a group. */
export class Member {
  readonly id: string;
  readonly clientId: string;
  rebalanceMs: number;
  protocols: readonly Protocol[];
  assignment: Buffer = Buffer.alloc(0);
  /** It waits until everybody has joined. */
  joining: ((joined: Joined) => void) | undefined;
  /** It waits until the leader has shared out. */
  syncing: ((synced: Synced) => void) | undefined;
  readonly #session: NodeJS.Timeout;

  constructor({ id, clientId, sessionMs, rebalanceMs, protocols, onSilence }: MemberParts) {
    this.id = id;
    this.clientId = clientId;
    this.rebalanceMs = rebalanceMs;
    this.protocols = protocols;
    this.#session = setTimeout(() => {
      // Whoever waits for us cannot be silent.
      if (this.joining !== undefined || this.syncing !== undefined) this.#session.refresh();
      else onSilence();
    }, sessionMs);
  }

  metadataFor(protocol: string): Buffer {
    return this.protocols.find(({ name }) => name === protocol)?.metadata ?? Buffer.alloc(0);
  }

  heard(): void {
    this.#session.refresh();
  }

  answerJoin(joined: Joined): void {
    const answer = this.joining;
    this.joining = undefined;
    answer?.(joined);
  }

  answerSync(synced: Synced): void {
    const answer = this.syncing;
    this.syncing = undefined;
    answer?.(synced);
  }

  forget(): void {
    clearTimeout(this.#session);
  }
}
