import { triggerText } from '../../flow/checks/services.ts';
import { commented } from '../naming.ts';
import type { ProjectPlan, ServicePlan } from '../plan.ts';
import { brokerImage } from '../transports/index.ts';
import { usesStore } from './serviceFile.ts';

/** Text of people inside Markdown: no mark-up of theirs, no links, one line. */
const plain = (text: string): string => commented(text).replace(/[\\`*_{}[\]<>#|~$&@]/g, '\\$&');
const code = (text: string): string => `\`${commented(text).replaceAll('`', "'")}\``;

/** How to run it, and what is in it. */
export function readmeFile(plan: ProjectPlan): string {
  return [
    `# ${plain(plan.flow.name)}`,
    'A NestJS 12 workspace, exported from Patchbay. It does what the drawing does; the drawing itself is `patchbay.json`, which Patchbay opens again.',
    runText(plan),
    '## Services',
    plan.services.length === 0 ? 'None are drawn yet.' : plan.services.map(serviceText).join('\n'),
    addressText(plan),
    notesText(plan),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function runText({ brokers, drivers }: ProjectPlan): string {
  const first = brokers.length === 0 ? [] : [`docker compose up -d ${brokers.map(({ name }) => name).join(' ')}`];
  const tests =
    drivers.length === 0 ? [] : ['npm run test:e2e        # starts every service, sends what the drivers send'];
  return [
    '## Run it',
    '',
    '```bash',
    'npm install',
    'npm run build',
    ...first,
    ...tests,
    'docker compose up --build   # everything, in containers',
    'kubectl apply -k k8s        # the same in Kubernetes; build and push the images first',
    '```',
  ].join('\n');
}

function serviceText({ name, handlers, http, service, registry }: ServicePlan): string {
  const replicas = service.replicas === 1 ? '' : `, ${service.replicas} replicas`;
  if (registry !== undefined) {
    const { heartbeatMs, timeoutMs } = registry.registry;
    return `- **${name}** (\`npm run start:${name}\`, health on port ${http.port}): a service registry; a heartbeat every ${heartbeatMs} ms, gone after ${timeoutMs} ms of silence`;
  }
  const answers = handlers.map(({ handler }) => code(triggerText(handler.on))).join(', ');
  return `- **${name}** (\`npm run start:${name}\`, ${http.hasRoutes ? 'HTTP' : 'health'} on port ${http.port}${replicas})${answers === '' ? '' : `: ${answers}`}`;
}

function addressText({ services, brokers }: ProjectPlan): string {
  const listeners = services.flatMap((service) =>
    service.listeners.flatMap((listener) => (listener.via === 'port' ? [listener] : [])),
  );
  const rows = [
    ...listeners.map(({ hostEnv, portEnv, port }) => `| \`${hostEnv}\`, \`${portEnv}\` | 127.0.0.1, ${port} |`),
    ...services.map(({ http }) => `| \`${http.portEnv}\` | ${http.port} |`),
    ...brokers.map(
      ({ hostEnv, portEnv, broker }) =>
        `| \`${hostEnv}\`, \`${portEnv}\` | 127.0.0.1, ${brokerImage(broker.transport).port} |`,
    ),
    '| `BIND_HOST` | 127.0.0.1: who may connect to the services; 0.0.0.0 in containers |',
  ];
  return ['## Environment', ['| variable | without it |', '| --- | --- |', ...rows].join('\n')].join('\n\n');
}

function notesText({ services, flow }: ProjectPlan): string {
  const keeps = services.filter(usesStore);
  const manyKeep = keeps.filter(({ service }) => service.replicas > 1);
  const notes = [
    keeps.length === 0
      ? undefined
      : `What a service keeps is in the memory of its process (\`libs/shared/src/store.ts\`)${
          manyKeep.length === 0
            ? ''
            : `; each replica of ${manyKeep.map(({ name }) => name).join(', ')} has its own here, while those on the canvas may share theirs`
        }. Put a database behind it.`,
    Object.values(flow.wires).some(({ policies }) => policies?.deadLetter !== undefined)
      ? 'Dead letters go to the log (`libs/shared/src/policies/dead-letter.ts`). Put a queue of yours behind it.'
      : undefined,
    services.some(({ registry }) => registry !== undefined)
      ? 'A registry keeps its list in memory (`libs/shared/src/registry`): run one of it. Replicas on one machine need ports of their own, by their variables.'
      : undefined,
    services.some(({ service }) =>
      Object.values(service.listeners).some((one) => one.transport === 'tcp' && one.tls === true),
    )
      ? tlsNote(services)
      : undefined,
    services.some(({ handlers }) => handlers.some(({ leftOut }) => leftOut !== undefined))
      ? 'Handlers that cannot run are left out; their controllers say why.'
      : undefined,
  ].filter((note) => note !== undefined);
  return notes.length === 0 ? '' : `## Before it is for real\n\n${notes.map((note) => `- ${note}`).join('\n')}`;
}

/** One certificate for all: each service is found by its name inside of Docker and Kubernetes. */
function tlsNote(services: readonly ServicePlan[]): string {
  const names = ['DNS:localhost', 'IP:127.0.0.1', ...services.map(({ name }) => `DNS:${name}`)].join(',');
  const files = '-keyout certs/key.pem -out certs/cert.pem';
  const make = `mkdir -p certs && openssl req -x509 -newkey rsa:2048 -nodes -days 365 ${files} -subj /CN=localhost -addext "subjectAltName=${names}"`;
  return `TLS reads \`certs/key.pem\` and \`certs/cert.pem\`, or what \`TLS_KEY\` and \`TLS_CERT\` name; mount them into the containers. Make them with \`${make}\`.`;
}
