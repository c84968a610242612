import type { BrokerPlan } from '../brokerPlan.ts';
import type { ProjectPlan, ServicePlan } from '../plan.ts';
import { brokerImage } from '../transports/index.ts';
import { environmentOf } from './environment.ts';

/** Deployments with probes and limits, services and autoscalers: `kubectl apply -k k8s`. */
export function kubernetesFiles(plan: ProjectPlan): Record<string, string> {
  const parts = [
    ...plan.brokers.map((broker) => [broker.name, brokerManifest(broker)] as const),
    ...plan.services.map((service) => [service.name, serviceManifest(plan, service)] as const),
  ];
  if (parts.length === 0) return {};
  const resources = parts.map(([name]) => `  - ${name}.yaml`).join('\n');
  return {
    'k8s/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${plan.name}
resources:
  - namespace.yaml
${resources}
`,
    'k8s/namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${plan.name}\n`,
    ...Object.fromEntries(parts.map(([name, text]) => [`k8s/${name}.yaml`, text])),
  };
}

function brokerManifest({ name, broker }: BrokerPlan): string {
  const { image, port, command: start, healthCommand, environment } = brokerImage(broker.transport);
  const variables = Object.entries(environment?.({ name, outside: String(port) }) ?? {});
  const command = yamlList(healthCommand);
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  # One alone: a second one would be another broker.
  replicas: 1
  strategy: { type: Recreate }
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      # Else its variables would be mixed with those that Kubernetes makes of services' names.
      enableServiceLinks: false
      containers:
        - name: ${name}
          image: ${image}${start === undefined ? '' : `\n          args: ${yamlList(start)}`}
          ports: [{ name: broker, containerPort: ${port} }]
${variables.length === 0 ? '' : `          env:\n${variables.map(([key, value]) => `            - { name: ${key}, value: '${value}' }\n`).join('')}`}          readinessProbe: { exec: { command: ${command} }, periodSeconds: 5 }
          livenessProbe: { exec: { command: ${command} }, periodSeconds: 20, timeoutSeconds: 5 }
          resources:
            requests: { cpu: 50m, memory: 64Mi }
            limits: { memory: 512Mi }
---
${serviceText(name, [{ name: 'broker', port }])}`;
}

const yamlList = (words: readonly string[]): string => `[${words.map((word) => `'${word}'`).join(', ')}]`;

interface NamedPort {
  name: string;
  port: number;
}

function serviceText(name: string, ports: readonly NamedPort[]): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector: { app: ${name} }
  ports:
${ports.map((port) => `    - { name: ${port.name}, port: ${port.port}, targetPort: ${port.name} }`).join('\n')}
`;
}

function serviceManifest(plan: ProjectPlan, service: ServicePlan): string {
  const { name, http, listeners, service: drawn } = service;
  const isRegistry = service.registry !== undefined;
  let tcps = 0;
  const ports: NamedPort[] = [
    { name: 'http', port: http.port },
    ...listeners.flatMap((listener) => {
      if (listener.via !== 'port') return [];
      tcps += 1;
      return [{ name: `${listener.listener.transport}${tcps === 1 ? '' : `-${tcps}`}`, port: listener.port }];
    }),
  ];
  const environment = { ...environmentOf(plan, service), [http.portEnv]: `'${http.port}'` };
  const variables = Object.entries(environment).map(
    ([key, value]) => `            - { name: ${key}, value: ${value} }`,
  );
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${drawn.replicas}${isRegistry ? '\n  # One alone: a second one would have a list of its own.\n  strategy: { type: Recreate }' : ''}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 30
      # Else Kubernetes would set variables such as REDIS_PORT itself, to something else.
      enableServiceLinks: false
      securityContext: { runAsNonRoot: true, runAsUser: 1000 }
      containers:
        - name: ${name}
          image: ${plan.name}/${name}:latest
          imagePullPolicy: IfNotPresent
          env:
${variables.join('\n')}
          ports:
${ports.map((port) => `            - { name: ${port.name}, containerPort: ${port.port} }`).join('\n')}
          startupProbe: { httpGet: { path: /health/live, port: http }, periodSeconds: 2, failureThreshold: 30 }
          livenessProbe: { httpGet: { path: /health/live, port: http }, periodSeconds: 10, timeoutSeconds: 3 }
          readinessProbe: { httpGet: { path: /health/ready, port: http }, periodSeconds: 5, timeoutSeconds: 3 }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { cpu: '1', memory: 512Mi }
---
${serviceText(name, ports)}${isRegistry ? '' : scalerText(name, drawn.replicas)}`;
}

const scalerText = (name: string, replicas: number): string => `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  minReplicas: ${replicas}
  maxReplicas: ${Math.max(4, replicas * 3)}
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } }
`;
