import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { Problem } from '#shared/problem.ts';
import type { Listener } from '#shared/transports/transport.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import type { GrpcContract } from '#shared/transports/grpcContract.ts';
import type { ServiceHealth } from '../health/serviceHealth.ts';
import type { ServerWatch } from '../trace/tracedServer.ts';
import type { TracedExpressAdapter } from '../trace/tracedExpress.ts';

/** What one transport needs to make a way into a service. */
export interface ListenerParts {
  /** With the settings of its transport. */
  drawn: Listener;
  watch: ServerWatch;
  /** For transports that go through a broker: where to reach it. */
  broker: BrokerAddress | undefined;
  /** For transports that have queue groups: of all listeners that name the same one, one receives each message. */
  queue: string | undefined;
  /** For grpc: the methods of the service. */
  contract: () => GrpcContract;
  /** As `queue`, for transports whose filters name a group. */
  group: string | undefined;
  /** For MQTT: 0 at most once, 1 at least once, 2 exactly once. */
  qos: 0 | 1 | 2;
  /** It got or lost its broker. */
  onChange: () => void;
  /** For grpc, which has a protocol of its own for health; others are asked by a message. */
  health: ServiceHealth | undefined;
}

interface ListenerBase {
  /** Whether messages can come in; behind a broker that is known only after the subscriptions are in force. */
  isUp(): boolean;
  /** Why it is not up, in words that end in what to do. */
  problem(): Problem | undefined;
  /** Where the Nest application itself listens on the loopback; undefined behind a broker and before listening. */
  port(): number | undefined;
  /** Takes no new connection or message; what is under way goes on. */
  stopAccepting(): Promise<void>;
  /** Where others would wait for it when it goes without a word: says that it goes. */
  leave?: () => Promise<void>;
  /** Ends every connection at once, as the end of the process would. */
  cut(): void;
}

/** One way into a live service: the HTTP server of its application, or a microservice that is connected to it. */
export type ServiceListener =
  | (ListenerBase & { as: 'http'; adapter: TracedExpressAdapter })
  | (ListenerBase & { as: 'microservice'; strategy: CustomTransportStrategy });

/** Makes the listener; nothing is opened before its application starts. */
export type MakeListener = (parts: ListenerParts) => ServiceListener;
