import 'reflect-metadata';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.ts';
import { openControlPort } from './control/controlPort.ts';
import { prepareHttp } from './http/httpDoor.ts';
import { InFlight } from './http/inFlight.ts';
import type { TraceExport } from './otlp/traceExport.ts';
import { ServerSettings } from './serverSettings.ts';
import { Sessions } from './session/sessions.ts';
import { SocketAdapter } from './session/socketAdapter.ts';
import { openStore } from './store/openStore.ts';

export interface RunningServer extends AsyncDisposable {
  url: string;
  port: number;
  controlPort: number | undefined;
  /** For tests that have to look behind the doors. */
  sessions: Sessions;
  /** Ends sessions, runners and brokers; resolves when no process and no port is left. */
  close(): Promise<void>;
}

const drainMs = 2000;

/** Starts the server; port 0 takes a free one. Rejects when a port is taken, with nothing left running. */
export async function startServer(options: Partial<ServerSettings> = {}): Promise<RunningServer> {
  const settings = new ServerSettings(options);
  const flows = await openStore(settings);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings, flows), {
    logger: ['error', 'warn', 'fatal'],
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  const sessions = app.get(Sessions);
  const inFlight = new InFlight();
  try {
    app.use(inFlight.count);
    prepareHttp(app, settings);
    app.useWebSocketAdapter(new SocketAdapter(app, settings));
    const { controlPort, otlpUrl } = settings;
    if (otlpUrl !== undefined) sessions.otlp = await openTraceExport(otlpUrl);
    const openedControlPort = controlPort === undefined ? undefined : await openControlPort(app, controlPort);
    const server = await listen(app, settings);
    const { port } = server.address() as AddressInfo;
    sessions.runners.warmUpSoon();
    const close = onlyOnce(async () => {
      server.close();
      await sessions.closeAll();
      // Whoever waited for a session's answer has been given one; it is still to be written.
      await inFlight.settled(drainMs);
      await app.close();
    });
    const url = `http://${shownHost(settings.host)}:${port}`;
    return { url, port, controlPort: openedControlPort, sessions, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** The libraries of OpenTelemetry take a tenth of a second to load: only whoever wants them waits for that. */
async function openTraceExport(url: string): Promise<TraceExport> {
  const { TraceExport } = await import('./otlp/traceExport.ts');
  return new TraceExport(url);
}

/** As `app.listen`, which also logs the error that it rejects with. */
async function listen(app: NestExpressApplication, { port, host }: ServerSettings): Promise<Server> {
  await app.init();
  const server = app.getHttpServer();
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/** The name under which a browser on this machine reaches an address that is listened on. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function onlyOnce(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
