/** Clients of each protocol that are neither ours nor NestJS's: what the built-in brokers must work with, too. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, mayUseApt } from './apt.ts';

/** A program of each package. They are not started: most of them know no `--version`. */
const clients = [
  { program: 'redis-cli', debian: 'redis-tools' },
  { program: 'mosquitto_pub', debian: 'mosquitto-clients' },
  { program: 'amqp-publish', debian: 'amqp-tools' },
  { program: 'kcat', debian: 'kcat' },
  // No client: it sees from outside what crosses the sockets.
  { program: 'tcpdump', debian: 'tcpdump' },
  // Makes the certificate of an exported project, as its README says.
  { program: 'openssl', debian: 'openssl' },
];

/** Returns the names of those that are there. */
export async function findClients(): Promise<string[]> {
  const missing = clients.filter(({ program }) => !isThere(program));
  if (missing.length > 0 && mayUseApt()) {
    const packages = missing.map(({ debian }) => debian);
    console.log(`No ${packages.join(', ')} found. Getting Debian’s …`);
    await aptInstall(packages);
  }
  for (const { program, debian } of clients.filter((client) => !isThere(client.program)))
    console.log(
      `✗ ${program}: none, so the tests with it are skipped. Type \`sudo apt-get install ${debian}\` to run them.`,
    );
  return clients.flatMap(({ program }) => (isThere(program) ? [program] : []));
}

const isThere = (program: string): boolean =>
  [...(process.env['PATH'] ?? '').split(':'), '/usr/bin', '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'].some(
    (folder) => existsSync(join(folder, program)),
  );
