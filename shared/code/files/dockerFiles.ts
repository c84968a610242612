import type { ProjectPlan, ServicePlan } from '../plan.ts';
import { brokerInCompose } from './brokerCompose.ts';
import { environmentOf } from './environment.ts';

/** A Dockerfile per service, and everything at once with `docker compose up`. */
export function dockerFiles(plan: ProjectPlan): Record<string, string> {
  return {
    ...Object.fromEntries(plan.services.map((service) => [`apps/${service.name}/Dockerfile`, dockerfile(service)])),
    '.dockerignore': 'node_modules\ndist\ncerts\n.git\n.env\n*.tsbuildinfo\n',
    'compose.yaml': composeText(plan),
  };
}

function dockerfile(service: ServicePlan): string {
  const { name, http, grpc, wires } = service;
  const usesGrpc =
    grpc !== undefined || wires.some(({ target }) => target.kind === 'service' && target.grpc !== undefined);
  return `# From the root of the project: docker build -f apps/${name}/Dockerfile -t ${name} .
FROM node:22-alpine AS build
WORKDIR /app
COPY package*.json ./
RUN npm install --ignore-scripts
COPY . .
RUN npx nest build ${name} && npm prune --omit=dev --ignore-scripts

FROM node:22-alpine
WORKDIR /app
ENV NODE_ENV=production BIND_HOST=0.0.0.0 ${http.portEnv}=${http.port}
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist${usesGrpc ? '\nCOPY --from=build /app/libs/shared/proto ./libs/shared/proto' : ''}
USER node
EXPOSE ${http.port}
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \\
  CMD wget -qO- http://127.0.0.1:${http.port}/health/live || exit 1
# Node itself, not npm: it is told when it shall stop.
CMD ["node", "dist/apps/${name}/apps/${name}/src/main.js"]
`;
}

function composeText(plan: ProjectPlan): string {
  const parts = [
    ...plan.brokers.map(({ name, broker, portEnv }) => brokerInCompose({ name, portEnv, transport: broker.transport })),
    ...plan.services.map((service) => servicePart(plan, service)),
  ];
  return `name: ${plan.name}\n${parts.length === 0 ? 'services: {}\n' : `services:\n${parts.join('\n')}`}`;
}

function servicePart(plan: ProjectPlan, service: ServicePlan): string {
  const { name, http, service: drawn } = service;
  const variables = environmentOf(plan, service);
  const environment = Object.entries(variables).map(([key, value]) => `      ${key}: ${fromInside(value)}`);
  const brokers = plan.brokers.filter(({ hostEnv }) => Object.hasOwn(variables, hostEnv));
  const leavesDocker = Object.values(variables).some((value) => fromInside(value) !== value);
  return [
    `  ${name}:`,
    '    build:',
    '      context: .',
    `      dockerfile: apps/${name}/Dockerfile`,
    ...(environment.length === 0 ? [] : ['    environment:', ...environment]),
    ...(leavesDocker ? [`    extra_hosts: ['${machine}:host-gateway']`] : []),
    // A port of the machine can be given to one container only.
    ...(http.hasRoutes ? [`    ports: ['127.0.0.1:${portRange(http.port, drawn.replicas)}:${http.port}']`] : []),
    ...(drawn.replicas === 1 ? [] : ['    deploy:', `      replicas: ${drawn.replicas}`]),
    ...(brokers.length === 0 ? [] : ['    depends_on:']),
    ...brokers.flatMap((broker) => [`      ${broker.name}:`, '        condition: service_healthy']),
    '    restart: unless-stopped',
    '',
  ].join('\n');
}

/** What runs on the machine itself has this name inside of a container. */
const machine = 'host.docker.internal';
const fromInside = (value: string): string => (value === '"127.0.0.1"' || value === '"localhost"' ? machine : value);

const portRange = (port: number, replicas: number): string =>
  replicas === 1 ? String(port) : `${port}-${port + replicas - 1}`;
