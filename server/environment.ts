import { resolve } from 'node:path';
import { z } from 'zod';
import { readBrokerMode } from './brokers/brokerMode.ts';
import type { ServerSettings } from './serverSettings.ts';
import { userDataFolder } from './userDataFolder.ts';

const port = z.coerce.number('a port is a number').int().min(0).max(65_535);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const environmentSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  CONTROL_PORT: port.optional(),
  DATA_DIR: z.string().optional(),
  /** Comma-separated, as the next one. */
  ALLOW_HOSTS: list.default([]),
  PUBLIC_HOSTNAMES: list.default([]),
});

/** What the environment says about this server. Throws an Error that names the variable and what it may be. */
export function readEnvironment(env: NodeJS.ProcessEnv): Partial<ServerSettings> {
  // An empty variable is how many a shell script says "not set".
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${issue?.path.join('.')} cannot be used: ${issue?.message}. Correct it, or leave it out.`);
  }
  readBrokerMode(env);
  const { PORT, HOST, CONTROL_PORT, DATA_DIR, ALLOW_HOSTS, PUBLIC_HOSTNAMES } = parsed.data;
  return {
    port: PORT,
    host: HOST,
    controlPort: CONTROL_PORT,
    dataDir: resolve(DATA_DIR ?? userDataFolder(env)),
    allowedHosts: ALLOW_HOSTS,
    publicHostnames: PUBLIC_HOSTNAMES.map((name) => name.toLowerCase()),
    brokerEnv: env,
  };
}
