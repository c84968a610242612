import type { LinkFault, ProcessFault } from '#shared/faults/fault.ts';
import type { Service } from '#shared/flow/flow.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import type { EventPlace } from '#shared/trace.ts';
import type { ByteBoard } from './bytes/byteBoard.ts';
import type { InjectedAct } from './faults/link/toxics/toxic.ts';
import type { ListenerMessages } from './faults/message/listenerMessages.ts';
import type { MessageListenerPlace } from './faults/message/messageTargets.ts';
import type { ProcessWish } from './faults/process/processFaults.ts';
import type { Address } from './service/listenerLink.ts';
import type { BrokerWay } from './health/brokerWay.ts';
import type { ServiceHandlers } from './serviceHandlers.ts';
import type { Tracer } from './trace/tracer.ts';

/** What a live service and its replicas need from the flow around them. */
export interface LiveServiceParts {
  id: string;
  service: Service;
  brokers: Record<string, BrokerAddress>;
  handlers: ServiceHandlers;
  seed: string;
  /** Public ports that each replica had in an earlier process, by listener. */
  ports: readonly Readonly<Record<string, number>>[] | undefined;
  /** Link faults by listener. */
  faults: (service: Service, replica: number) => Record<string, LinkFault[]>;
  onInjected: (fault: LinkFault, place: EventPlace, act: InjectedAct) => void;
  messages: (place: MessageListenerPlace) => ListenerMessages;
  /** Where a registry is; undefined while it does not run. */
  registry: (id: string) => Address | undefined;
  /** The brokers that the wires of this replica lead to. */
  wireBrokers: (replica: number) => readonly BrokerWay[];
  /** What process faults want of this replica now. */
  process: (replica: number) => ProcessWish;
  /** A fault is about to end this replica: what is under way on its connections is that fault's work. */
  onEnding: (fault: ProcessFault, replica: number) => void;
  /** A replica has ended, and its clients end with it. */
  onEnded: (replica: number) => void;
  /** A replica came, went or changed its state. */
  onState: () => void;
  tracer: Tracer;
  bytes: ByteBoard;
}
