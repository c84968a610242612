import { resolve } from 'node:path';
import { z } from 'zod';
import { readBrokerMode } from './brokers/brokerMode.ts';
import type { ServerSettings } from './serverSettings.ts';
import { userDataFolder } from './userDataFolder.ts';

const aPort = 'a port is a whole number from 0 to 65535';
const port = z.coerce.number(aPort).int(aPort).min(0, aPort).max(65_535, aPort);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const webAddress = z.url({ protocol: /^https?$/, error: 'an address such as http://127.0.0.1:4318' });

const environmentSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  CONTROL_PORT: port.optional(),
  DATA_DIR: z.string().optional(),
  /** As OpenTelemetry names them: the collector, or the one address that takes its traces. */
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: webAddress.optional(),
  /** Comma-separated, as the next one. */
  ALLOW_HOSTS: list.default([]),
  PUBLIC_HOSTNAMES: list.default([]),
});

/** Those that brokers read for themselves are not among them. */
export const environmentVariables = Object.keys(environmentSchema.shape);

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
    ...otlpOf(parsed.data),
    publicHostnames: PUBLIC_HOSTNAMES.map((name) => name.toLowerCase()),
    brokerEnv: env,
  };
}

function otlpOf(env: z.output<typeof environmentSchema>): { otlpUrl?: string } {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = env;
  if (traces !== undefined) return { otlpUrl: traces };
  return collector === undefined ? {} : { otlpUrl: `${collector.replace(/\/+$/, '')}/v1/traces` };
}
