import type { Driver, External, Flow, Handler, Service, Wire } from '../flow/flow.ts';
import { directListener, own, wireEnd } from '../flow/lookup.ts';
import { rmqRoute, type RmqRoute } from '../flow/rmqRoute.ts';
import type { Pattern } from '../flow/pattern.ts';
import type { Listener } from '../transports/transport.ts';
import { addressEndings, EnvironmentNames, listenerWords, serviceEndings } from './environmentNames.ts';
import { camel, constant, kebab, pascal, UniqueNames } from './naming.ts';
import { planGrpc, planRpc, type GrpcPlan } from './grpcPlan.ts';
import { planPatterns, type PatternPlan } from './patterns.ts';
import { planBrokers, type BrokerPlan } from './brokerPlan.ts';
import { takenClasses, takenClients, takenMethods, takenNames, takenTokens } from './takenNames.ts';
import { unusable } from './unusable.ts';
import { Ports } from './ports.ts';
import { planRegistries, registryService, type RegistryPlan } from './registryPlan.ts';
import { reserved } from './script/tokenReader.ts';

/** What everything of a flow is called in the project, and how it finds each other: decided once, for all files. */
export interface ProjectPlan {
  flow: Flow;
  name: string;
  services: ServicePlan[];
  brokers: BrokerPlan[];
  patterns: PatternPlan[];
  drivers: DriverPlan[];
  pattern: (pattern: Pattern) => PatternPlan;
}

export interface ServicePlan {
  id: string;
  service: Service;
  /** Its folder, image and Kubernetes objects: `api-gateway`. */
  name: string;
  /** `ApiGateway` */
  className: string;
  /** `apiGateway` */
  property: string;
  /** The port of its HTTP server: its routes where it has some, and its health. */
  http: { portEnv: string; port: number; hasRoutes: boolean };
  /** Listeners that are Nest microservices. */
  listeners: ListenerPlan[];
  handlers: HandlerPlan[];
  wires: WirePlan[];
  /** With a grpc listener and something to call: the .proto of it. */
  grpc: GrpcPlan | undefined;
  /** It is no service of the drawing but the application of a registry. */
  registry?: RegistryPlan;
}

export type ListenerPlan = { listener: Listener } & (
  | { via: 'port'; hostEnv: string; portEnv: string; port: number; registry?: RegistryPlan | undefined }
  | { via: 'broker'; broker: BrokerPlan }
);

export interface HandlerPlan {
  id: string;
  handler: Handler;
  /** The method of controller and service. */
  method: string;
  /** Why Nest would not start with it; then it is left out. */
  leftOut: string | undefined;
  /** How gRPC calls it: the rpc, and the method of the controller when that is one of its own. */
  rpc: { name: string; method: string } | undefined;
}

export type WireTargetPlan =
  | {
      kind: 'service';
      service: string;
      name: string;
      hostEnv: string;
      portEnv: string;
      port: number;
      /** Of a service that is called by gRPC, else it is by TCP. */
      grpc: GrpcPlan | undefined;
      /** Whom to ask for its replicas, which share the calls. */
      registry: RegistryPlan | undefined;
      /** Of one with TLS: whether its certificate is trusted. */
      tls: 'trusted' | 'untrusted' | undefined;
    }
  | { kind: 'broker'; broker: BrokerPlan; name: string; route: RmqRoute }
  | { kind: 'external'; external: External; name: string; hostEnv: string; portEnv: string }
  | { kind: 'none'; name: string; reason: string };

export interface WirePlan {
  id: string;
  wire: Wire;
  /** `PAYMENTS` */
  token: string;
  /** `payments` */
  file: string;
  /** `PaymentsClient` */
  className: string;
  /** `payments` */
  property: string;
  target: WireTargetPlan;
}

export interface DriverPlan {
  id: string;
  driver: Driver;
  service: ServicePlan;
}

export function planProject(flow: Flow): ProjectPlan {
  const names = new UniqueNames(takenNames, '-');
  const envs = new EnvironmentNames();
  const ports = new Ports(flow);
  // Brokers first: compose and Kubernetes know them by the names that people expect.
  const brokers = planBrokers(flow, { names, envs });
  const classes = new UniqueNames(takenClasses);
  const bare = Object.entries(flow.services).map(([id, service]) => {
    const name = names.take(kebab(service.name, 'service'));
    const className = classes.take(pascal(service.name, 'service'));
    const env = envs.take(constant(service.name, 'service'), serviceEndings(service));
    return { id, service, name, className, env, brokers };
  });
  const registries = planRegistries(flow, { names, classes, envs, ports });
  const services = bare.map((one) => planService({ ...one, registries }, ports));
  for (const service of services) {
    service.wires = planWires(flow, { service, services, brokers, envs });
  }
  const { patterns, find } = planPatterns(flow);
  return {
    flow,
    name: new UniqueNames(takenNames, '-').take(kebab(flow.name, 'flow')),
    // Registries first: whoever starts after them is on their lists at once.
    services: [...registries.map(registryService), ...services],
    brokers,
    patterns,
    pattern: find,
    drivers: Object.entries(flow.drivers).flatMap(([id, driver]) => {
      const service = services.find((one) => one.id === driver.to);
      return service?.http.hasRoutes === true ? [{ id, driver, service }] : [];
    }),
  };
}

interface BareService {
  id: string;
  service: Service;
  name: string;
  className: string;
  env: string;
  brokers: readonly BrokerPlan[];
  registries: readonly RegistryPlan[];
}

function planService(
  { id, service, name, className, env, brokers, registries }: BareService,
  ports: Ports,
): ServicePlan {
  const http = Object.values(service.listeners).find(({ transport }) => transport === 'http');
  const drawnPort = http !== undefined && 'port' in http ? http.port : undefined;
  const grpc = planGrpc(service, name);
  const words = listenerWords(service);
  const listeners = Object.values(service.listeners).flatMap((listener): ListenerPlan[] => {
    if (listener.transport === 'http') return [];
    // Nest refuses a service of gRPC without methods.
    if (listener.transport === 'grpc' && grpc === undefined) return [];
    if ('broker' in listener) {
      const broker = brokers.find((one) => one.id === listener.broker);
      return broker === undefined ? [] : [{ listener, via: 'broker', broker }];
    }
    const word = `${env}_${words.get(listener)}`;
    const port = listener.port ?? ports.take(4001);
    const registry = 'registry' in listener ? registries.find((one) => one.id === listener.registry) : undefined;
    return [{ listener, via: 'port', hostEnv: `${word}_HOST`, portEnv: `${word}_PORT`, port, registry }];
  });
  const property = className.charAt(0).toLowerCase() + className.slice(1);
  // The controller has its service in a field of that name.
  const methods = new UniqueNames([...takenMethods, `${property}Service`]);
  const handlers = Object.entries(service.handlers).map(([handlerId, handler]) => ({
    id: handlerId,
    handler,
    method: methods.take(camel(handlerId, 'handler')),
    leftOut: unusable(handler, http !== undefined),
    rpc: undefined,
  }));
  return {
    id,
    service,
    name,
    className,
    property,
    http: { portEnv: `${env}_HTTP_PORT`, port: drawnPort ?? ports.take(3000), hasRoutes: http !== undefined },
    listeners,
    handlers: handlers.map((plan) => ({ ...plan, rpc: planRpc(plan, grpc, methods) })),
    wires: [],
    grpc,
  };
}

interface WireSurroundings {
  service: ServicePlan;
  services: readonly ServicePlan[];
  brokers: readonly BrokerPlan[];
  envs: EnvironmentNames;
}

function planWires(flow: Flow, { service, services, brokers, envs }: WireSurroundings): WirePlan[] {
  const files = new UniqueNames([], '-');
  const classes = new UniqueNames([...takenClients, service.className]);
  const tokens = new UniqueNames(takenTokens, '_');
  // They are parameters of the constructor too.
  const properties = new UniqueNames([
    ...reserved,
    ...takenMethods,
    'replica',
    ...service.handlers.map(({ method }) => method),
  ]);
  return Object.entries(flow.wires)
    .filter(([, wire]) => wire.from === service.id)
    .map(([id, wire]) => {
      const className = classes.take(pascal(wire.name, 'wire'));
      return {
        id,
        wire,
        token: tokens.take(constant(className, 'wire')),
        file: files.take(kebab(wire.name, 'wire')),
        className: `${className}Client`,
        property: properties.take(camel(wire.name, 'wire')),
        target: planTarget(flow, wire, { services, brokers, envs }),
      };
    });
}

function planTarget(
  flow: Flow,
  wire: Wire,
  { services, brokers, envs }: Pick<WireSurroundings, 'services' | 'brokers' | 'envs'>,
): WireTargetPlan {
  const end = wireEnd(flow, wire.to);
  const none = (name: string, reason: string): WireTargetPlan => ({ kind: 'none', name, reason });
  switch (end?.kind) {
    case undefined:
      return none(wire.to, `Wire "${wire.name}" leads to "${wire.to}", which does not exist. Lead it elsewhere.`);
    case 'service': {
      const called = services.find(({ id }) => id === end.id);
      const direct = directListener(end.service)?.transport;
      const listener = called?.listeners.find(({ listener: drawn }) => drawn.transport === direct);
      const name = called?.name ?? end.service.name;
      if (called === undefined || listener?.via !== 'port') {
        const cure = direct === 'grpc' ? 'a message handler' : 'a tcp or grpc listener';
        const message = `"${end.service.name}" cannot be called over wire "${wire.name}". Give it ${cure}, or use its broker.`;
        return none(name, message);
      }
      const { hostEnv, portEnv, port, registry } = listener;
      const grpc = direct === 'grpc' ? called.grpc : undefined;
      const { listener: drawn } = listener;
      const hasTls = drawn.transport === 'tcp' && drawn.tls === true && wire.tls !== 'none';
      const tls = hasTls ? (wire.tls === 'untrusted' ? ('untrusted' as const) : ('trusted' as const)) : undefined;
      return {
        kind: 'service',
        service: called.id,
        name,
        hostEnv,
        portEnv,
        port,
        grpc,
        tls,
        registry,
      };
    }
    case 'broker': {
      const broker = brokers.find(({ id }) => id === end.id);
      return broker === undefined
        ? none(end.id, 'This broker does not exist.')
        : { kind: 'broker', broker, name: broker.name, route: rmqRoute(flow, wire) };
    }
    case 'external': {
      const env = envs.take(constant(end.external.name, 'external'), addressEndings);
      const name = kebab(end.external.name, 'external');
      return { kind: 'external', external: end.external, name, hostEnv: `${env}_HOST`, portEnv: `${env}_PORT` };
    }
  }
}

/** The wire with this id, as its service knows it. */
export const wireOf = ({ wires }: ServicePlan, id: string): WirePlan | undefined => wires.find((one) => one.id === id);

/** The service with this id. */
export const serviceOf = ({ services, flow }: ProjectPlan, id: string): ServicePlan | undefined =>
  own(flow.services, id) === undefined ? undefined : services.find((one) => one.id === id);
