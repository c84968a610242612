import type { ProjectPlan, ServicePlan } from '../plan.ts';
import type { RegistryPlan } from '../registryPlan.ts';
import { brokerImage } from '../transports/index.ts';

/** Any text as a scalar of YAML: JSON is YAML, and both compose and Kubernetes read `$$` as `$`. */
const yamlText = (text: string): string =>
  JSON.stringify(text)
    .replaceAll('$', '$$$$')
    .replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Where a service finds the others when each has a name of its own, as in Docker and Kubernetes. By variable, as YAML. */
export function environmentOf(plan: ProjectPlan, service: ServicePlan): Record<string, string> {
  const found: Record<string, string> = {};
  const broker = (id: string): void => {
    const { name, hostEnv, portEnv, broker: drawn } = plan.brokers.find((one) => one.id === id) ?? {};
    if (name === undefined || hostEnv === undefined || portEnv === undefined || drawn === undefined) return;
    found[hostEnv] = name;
    found[portEnv] = `'${brokerImage(drawn.transport).port}'`;
  };
  const registry = (at: RegistryPlan | undefined): void => {
    if (at === undefined) return;
    found[at.hostEnv] = at.name;
    found[at.portEnv] = `'${at.port}'`;
  };
  for (const listener of service.listeners) {
    if (listener.via === 'broker') broker(listener.broker.id);
    else {
      found[listener.portEnv] = `'${listener.port}'`;
      registry(listener.registry);
    }
  }
  for (const { target } of service.wires) {
    if (target.kind === 'broker') broker(target.broker.id);
    if (target.kind === 'service' && target.registry !== undefined) registry(target.registry);
    else if (target.kind === 'service') {
      found[target.hostEnv] = target.name;
      found[target.portEnv] = `'${target.port}'`;
    }
    if (target.kind === 'external') {
      const { host, port } = target.external;
      found[target.hostEnv] = yamlText(host);
      found[target.portEnv] = `'${port}'`;
    }
  }
  return found;
}
