import { problem, ProblemError } from '#shared/problem.ts';
import { parseBrokerUrl, type BrokerUrl } from './brokerUrl.ts';

/** AMQP_URL: `amqp://[user:password@]host[:port]`, on the virtual host `/`. */
export function parseAmqpUrl(text: string): BrokerUrl {
  const form = { setting: 'AMQP_URL', scheme: 'amqp', tlsScheme: 'amqps', defaultPort: 5672, what: 'a RabbitMQ' };
  const url = parseBrokerUrl(text, form);
  const path = new URL(text.includes('://') ? text : `amqp://${text}`).pathname.replace(/^\//, '');
  if (path === '' || path === '%2F' || path === '%2f') return url;
  throw new ProblemError(
    problem(
      'brokerFailed',
      'AMQP_URL names a virtual host, and only / is supported. Leave out what stands behind the port',
    ),
  );
}

/** The address as the driver wants it: with a user, guest when none is named. */
export const amqpUrl = ({ host, port, username = 'guest', password = 'guest' }: Omit<BrokerUrl, 'shown'>): string =>
  `amqp://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${host.includes(':') ? `[${host}]` : host}:${port}`;
