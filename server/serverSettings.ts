import { runnerEntry } from './paths.ts';
import type { RunnerTimes } from './runners/runnerProcess.ts';
import type { RelayLimits } from './session/traceRelay.ts';

/** How this server runs. A class, because Nest finds a provider by its class. */
export class ServerSettings {
  port = 3000;
  /** The address to listen on. Beyond loopback everybody on the network may play. */
  host = '127.0.0.1';
  /** Where other Nest applications send the same commands as message patterns; 0 takes a free port. */
  controlPort?: number | undefined;
  /** Where flows are saved; without one they end with the server. */
  dataDir: string | undefined;
  /** Names besides localhost under which the page is reached while it listens on loopback, behind a proxy for example. */
  publicHostnames: string[] = [];
  /** Hosts besides loopback that externals may name. */
  allowedHosts: string[] = [];
  /** REDIS_URL, NATS_URL, KAFKA_BROKERS, MQTT_URL, PATCHBAY_BROKERS and PATH are read from it when a session needs a broker. */
  brokerEnv: NodeJS.ProcessEnv = process.env;
  /** The program that is forked for each session. */
  runnerEntry = runnerEntry;
  /** Where traces go as OpenTelemetry spans, the path included; nowhere without one. */
  otlpUrl?: string | undefined;
  maxSessions = 100;
  /** So many MB must be left of the machine's memory, or the container's: a session takes about 100, and so does the runner that waits for the next one. */
  leastFreeMb = 300;
  freeMb: () => number = () => process.availableMemory() / 1e6;
  /** A session that nobody looks at and nobody asks for anything is closed after this time. */
  idleMs = 30 * 60_000;
  /** When there is no room for another one, a session makes room that has not been used for this long. */
  restMs = 60_000;
  runnerTimes: Partial<RunnerTimes> = {};
  relayLimits: Partial<RelayLimits> = {};
  now: () => number = Date.now;

  constructor(settings: Partial<ServerSettings> = {}) {
    Object.assign(this, settings);
  }
}
