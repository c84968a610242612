import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import type { BrokerAddress } from '#shared/ipc.ts';

/** A broker for the runner's own live tests. Killing it is a real `kill -9`. */
export interface TestBroker extends AsyncDisposable {
  readonly port: number;
  readonly address: BrokerAddress;
  /** What a pattern, a queue or a topic of the flow is called there. */
  named: (name: string) => string;
  kill: () => Promise<void>;
  /** Up again, on the same port, with what it keeps. */
  start: () => Promise<void>;
}

/** Where a test gets its broker from: each test of a transport runs on every kind that the machine has. */
export interface BrokerKind {
  /** For the title; of one that is missing it says what to type. */
  readonly name: string;
  readonly isMissing: boolean;
  /** It needs seconds for each start. */
  readonly isHeavy: boolean;
  /** How often a test of its death kills it. */
  readonly kills: number;
  /** For one test. A heavy one is one and the same for all tests of a file, each with a prefix of its own. */
  start: () => Promise<TestBroker>;
  /** After the last test of a file. */
  end: () => Promise<void>;
}

export type Launch = (port: number) => Promise<ChildProcess>;

export interface LightKind {
  name: string;
  launch: Launch;
  /** Of a real one: where it is, and the package that it comes in. */
  program?: string | undefined;
  debian?: string;
}

/** Starts in a moment, so each test gets one of its own. */
export const lightKind = ({ name, launch, program, debian }: LightKind): BrokerKind => {
  const isMissing = debian !== undefined && program === undefined;
  return {
    name: isMissing ? `${name} (not found, so skipped; type: apt-get install ${debian})` : name,
    isMissing,
    isHeavy: false,
    kills: 10,
    start: () => startLaunched(launch),
    end: () => Promise.resolve(),
  };
};

/** Debian puts servers where an ordinary user's PATH does not look. */
const places = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

export const programPath = (name: string): string | undefined =>
  places.map((place) => `${place}/${name}`).find((path) => existsSync(path));

/** Resolves when it can be used; `forget` comes after its end. */
export async function startLaunched(
  launch: Launch,
  forget: () => Promise<void> = () => Promise.resolve(),
): Promise<TestBroker> {
  const port = await freePort();
  let child: ChildProcess | undefined = await launch(port);
  const kill = async (): Promise<void> => {
    const victim = child;
    child = undefined;
    if (victim === undefined || victim.exitCode !== null) return;
    await new Promise((resolve) => {
      victim.once('exit', resolve);
      victim.kill('SIGKILL');
    });
  };
  return {
    port,
    address: { host: '127.0.0.1', port },
    named: (name) => name,
    kill,
    start: async () => {
      child ??= await launch(port);
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      await forget();
    },
  };
}

export function saying(child: ChildProcess, whenReady: (ready: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The broker ended with code ${code} before it was ready.`)));
    whenReady(() => resolve());
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
