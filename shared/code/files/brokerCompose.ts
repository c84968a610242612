import { brokerTransportSchema } from '../../transports/transport.ts';
import { brokerImage } from '../transports/index.ts';

export interface BrokerInCompose {
  name: string;
  transport: Parameters<typeof brokerImage>[0];
  portEnv: string;
}

/** A broker as a service of compose.yaml; `portEnv` is the variable that chooses its port on the machine. */
export function brokerInCompose({ name, transport, portEnv }: BrokerInCompose): string {
  const { image, port, command, outsidePort = port, healthCommand, environment } = brokerImage(transport);
  const outside = `\${${portEnv}:-${port}}`;
  const variables = Object.entries(environment?.({ name, outside }) ?? {});
  return `  ${name}:
    image: ${image}${command === undefined ? '' : `\n    command: ${yamlList(command)}`}
${variables.length === 0 ? '' : `    environment:\n${variables.map(([key, value]) => `      ${key}: '${value}'\n`).join('')}`}    # The tests and services outside of Docker find it here.
    ports: ['127.0.0.1:${outside}:${outsidePort}']
    healthcheck:
      test: ${yamlList(['CMD', ...healthCommand])}
      interval: 3s
      retries: 20
`;
}

const yamlList = (words: readonly string[]): string => `[${words.map((word) => `'${word}'`).join(', ')}]`;

/** How Patchbay is told of each. */
const settings: Record<BrokerInCompose['transport'], string> = {
  redis: 'REDIS_URL=redis://127.0.0.1:6379',
  nats: 'NATS_URL=nats://127.0.0.1:4222',
  rmq: 'AMQP_URL=amqp://127.0.0.1:5672',
  kafka: 'KAFKA_BROKERS=127.0.0.1:9092',
  mqtt: 'MQTT_URL=mqtt://127.0.0.1:1883',
};

/** compose.yaml of Patchbay itself: every broker that it can use, for those who have Docker. */
export function everyBrokerInCompose(): string {
  const transports = brokerTransportSchema.options;
  const parts = transports.map((transport) =>
    brokerInCompose({ name: transport, transport, portEnv: `${transport.toUpperCase()}_PORT` }),
  );
  return `# Real brokers for all transports. None of them is needed: without one Patchbay starts a small one of its own.
#
#   docker compose up --detach --wait
#   ${transports.map((transport) => settings[transport]).join(' \\\n#   ')} \\
#   npm start
name: patchbay-brokers
services:
${parts.join('\n')}`;
}
