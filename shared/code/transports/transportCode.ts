import type { QoS } from '../../transports/strongestQos.ts';
import type { RmqRoute } from '../../flow/rmqRoute.ts';
import type { Listener } from '../../transports/transport.ts';

/** Where something is found: variables of the environment, and what holds without them. */
export interface AddressCode {
  hostEnv: string;
  host: string;
  portEnv: string;
  port: number;
}

/** A broker as Docker and Kubernetes start it. */
export interface BrokerImage {
  image: string;
  port: number;
  /** Of the container, for whoever is not inside; `port` unless it is another one. */
  outsidePort?: number;
  /** What it is told. `name`: what it is found by inside; `outside`: its port on the machine. */
  environment?: (at: { name: string; outside: string }) => Readonly<Record<string, string>>;
  /** What it is started with, when not as the image says. It holds no single quote. */
  command?: readonly string[];
  /** Says whether it answers. */
  healthCommand: readonly string[];
}

/** What a service promises by gRPC, and the .proto file of it. */
export interface GrpcCode {
  packageName: string;
  service: string;
  /** From the root of the project, where all its programs are started. */
  path: string;
}

/** What is drawn of a listener; of a grpc one its .proto too. */
export type ListenerCode = Listener & { grpc?: GrpcCode | undefined };

/** What a client that leads to a broker needs to know: how MQTT publishes, and where on a RabbitMQ its messages go. */
export interface ViaBroker {
  readonly broker: { readonly qos?: QoS | undefined };
  readonly route: RmqRoute;
}

/** How a transport is written. */
export interface TransportCode {
  /** The options of a listener that is a Nest microservice, as TypeScript; undefined when it is the HTTP server itself. */
  listener?: (address: AddressCode, listener: ListenerCode, service: string) => string;
  /** What asks whether the broker of a listener answers, when that is not the options of the listener. */
  ping?: (address: AddressCode) => string;
  /** The options of a client. `via`: its broker, and where on a RabbitMQ it puts its messages. */
  client?: (address: AddressCode, grpc?: GrpcCode, via?: ViaBroker) => string;
  /** The options of a client of a listener with TLS. */
  tlsClient?: (address: AddressCode, trust: 'trusted' | 'untrusted') => string;
  /** Names of the shared library that these texts may hold. */
  library?: readonly string[];
  /** Nest's client has to be told which replies it will wait for, before it connects. */
  namesReplies?: true;
  broker?: BrokerImage;
  /** What npm has to install besides Nest, with versions. */
  packages: Readonly<Record<string, string>>;
}

/** `process.env.ORDERS_TCP_HOST ?? '127.0.0.1'` */
export const hostText = ({ hostEnv, host }: AddressCode): string => `process.env.${hostEnv} ?? '${host}'`;
/** `Number(process.env.ORDERS_TCP_PORT ?? 4001)` */
export const portText = ({ portEnv, port }: Pick<AddressCode, 'portEnv' | 'port'>): string =>
  `Number(process.env.${portEnv} ?? ${port})`;
