import type { LinkFault } from '#shared/faults/fault.ts';
import type { Service } from '#shared/flow/flow.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import type { Problem } from '#shared/problem.ts';
import type { ServiceState } from '#shared/status.ts';
import type { EventPlace } from '#shared/trace.ts';
import type { BrokerWay } from '../health/brokerWay.ts';
import type { ByteBoard } from '../bytes/byteBoard.ts';
import type { InjectedAct } from '../faults/link/toxics/toxic.ts';
import type { ListenerMessages } from '../faults/message/listenerMessages.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { HandlerTable } from './handlerBody.ts';
import type { Address } from './listenerLink.ts';

export type ReplicaState = ServiceState;

export interface ReplicaOptions {
  /** The service's id in the Flow. */
  id: string;
  service: Service;
  /** Which replica, from 0. */
  replica: number;
  /** By broker id. */
  brokers: Readonly<Record<string, BrokerAddress>>;
  bodies: HandlerTable;
  tracer: Tracer;
  random: () => number;
  /** A link fault acted on a listener's link. */
  onInjected: (fault: LinkFault, place: EventPlace, act: InjectedAct) => void;
  /** Where message faults act on what comes in by a listener. */
  messages?: ((listener: string) => ListenerMessages) | undefined;
  /** Where a registry is; undefined while it does not run. */
  registry?: ((id: string) => Address | undefined) | undefined;
  /** The brokers that its wires lead to. */
  wireBrokers?: (() => readonly BrokerWay[]) | undefined;
  /** Keeps what passes the links of its listeners. */
  bytes?: ByteBoard | undefined;
  /** State, ports or problems have changed. */
  onChange: (replica: Replica) => void;
}

export interface Replica {
  readonly service: string;
  readonly replica: number;
  readonly state: ReplicaState;
  readonly problems: readonly Problem[];
  /** By listener id: the public port, the same for life; 0 behind a broker and while down. */
  readonly ports: Readonly<Record<string, number>>;
  readonly listenerStates: Readonly<Record<string, ReplicaState>>;
  /** Where the Nest application itself listens, for wires with links of their own; undefined behind a broker and while down. */
  address(listener: string): Address | undefined;
  /** Other bodies from the next message on; nothing reconnects. */
  swap(bodies: HandlerTable): void;
  /** By listener id; a listener that is not named has none. */
  setLinkFaults(faults: Readonly<Record<string, readonly LinkFault[]>>): void;
  /** What SIGSTOP does: its connections stay open, and nothing passes on them. */
  setPaused(isPaused: boolean): void;
  /** What `kill -9` does: every connection is cut, running handlers end without a word, callers are refused. */
  kill(): Promise<void>;
  /** Takes nothing new, waits at most 2 s for running handlers, then closes. */
  stop(): Promise<void>;
  /** Up again, on the same public ports. */
  start(): Promise<void>;
  /** For good. */
  close(): Promise<void>;
}
