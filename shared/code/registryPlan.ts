import type { Flow, Registry } from '../flow/flow.ts';
import { own } from '../flow/lookup.ts';
import { registryEndings, type EnvironmentNames } from './environmentNames.ts';
import { constant, kebab, pascal, type UniqueNames } from './naming.ts';
import type { Ports } from './ports.ts';

/** Where a registry of the project is found. */
export interface RegistryPlan {
  id: string;
  registry: Registry;
  /** Its folder, image and Kubernetes objects: `discovery`. */
  name: string;
  className: string;
  hostEnv: string;
  portEnv: string;
  port: number;
  httpPortEnv: string;
  httpPort: number;
}

interface Names {
  names: UniqueNames;
  classes: UniqueNames;
  envs: EnvironmentNames;
  ports: Ports;
}

/** The registries that somebody registers with, each an application of its own. */
export function planRegistries(flow: Flow, { names, classes, envs, ports }: Names): RegistryPlan[] {
  const used = new Set(
    Object.values(flow.services).flatMap(({ listeners }) =>
      Object.values(listeners).flatMap((listener) => ('registry' in listener ? (listener.registry ?? []) : [])),
    ),
  );
  return [...used].flatMap((id): RegistryPlan[] => {
    const registry = own(flow.registries ?? {}, id);
    if (registry === undefined) return [];
    const env = envs.take(constant(registry.name, 'registry'), registryEndings);
    return [
      {
        id,
        registry,
        name: names.take(kebab(registry.name, 'registry')),
        className: classes.take(pascal(registry.name, 'registry')),
        hostEnv: `${env}_TCP_HOST`,
        portEnv: `${env}_TCP_PORT`,
        port: ports.take(4500),
        httpPortEnv: `${env}_HTTP_PORT`,
        httpPort: ports.take(3500),
      },
    ];
  });
}

/** A registry as the application that it is in the project: one TCP listener, one replica, no steps of anybody. */
export function registryService(plan: RegistryPlan) {
  const { id, registry, name, className, hostEnv, portEnv, port, httpPortEnv, httpPort } = plan;
  const listener = { transport: 'tcp' as const };
  return {
    id,
    service: {
      name: registry.name,
      position: registry.position,
      replicas: 1,
      listeners: { tcp: listener },
      handlers: {},
    },
    name,
    className,
    property: className.charAt(0).toLowerCase() + className.slice(1),
    http: { portEnv: httpPortEnv, port: httpPort, hasRoutes: false },
    listeners: [{ listener, via: 'port' as const, hostEnv, portEnv, port }],
    handlers: [],
    wires: [],
    grpc: undefined,
    registry: plan,
  };
}
