import type { BrokerContents } from '#shared/brokerContents.ts';
import type { Problem } from '#shared/problem.ts';
import type { BrokerSource } from '#shared/transports/transport.ts';

export type BrokerState = 'starting' | 'up' | 'down';
export type BrokerListener = (state: BrokerState, why?: string) => void;

/** How a client gets to a broker. */
export interface BrokerLogin {
  readonly host: string;
  readonly port: number;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** One broker of a session, whichever of the three sources it comes from. Whoever got it closes it. */
export interface BrokerHandle extends BrokerLogin {
  readonly source: BrokerSource;
  /** For programs: it may carry the password. People are shown `label`. */
  readonly url: string;
  /** What the box says: `private redis-server 7.0.15`, `built-in, speaks Redis`, `configured redis://host:port`. */
  readonly label: string;
  /** What was tried before this source and why it did not do, one sentence each. */
  readonly tried: readonly string[];
  /** What a real one can do and this one cannot; empty for a real one. */
  readonly lacks: readonly string[];
  readonly state: BrokerState;
  /** Why it is down; undefined while it is not. */
  readonly why: string | undefined;
  /** Other sessions use it too, so every pattern needs the session's prefix. */
  readonly shared: boolean;
  /** Rejects with a ProblemError when it does not say, with the reason. */
  contents(): Promise<BrokerContents>;
  /** Why it may not be killed or paused. */
  refusal(act: 'killed' | 'paused'): Problem | undefined;
  /** Returns what ends the listening. */
  onChange(listener: BrokerListener): () => void;
  /** SIGKILL. Rejects with a ProblemError for a configured one, which is never ours to kill. */
  kill(): Promise<void>;
  /** On the same port; ends what still runs there first. */
  restart(): Promise<void>;
  /**
   * SIGSTOP: its connections stay open, and it answers nothing. Again is of no effect.
   * Rejects with a ProblemError for a configured one, for one that does not run, and where there is no SIGSTOP.
   */
  pause(): Promise<void>;
  /** SIGCONT: it handles what has queued up. Of no effect on one that does not stand still. */
  resume(): Promise<void>;
  close(): Promise<void>;
}
