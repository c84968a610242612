import type { IncomingMessage } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { Server } from 'socket.io';
import { refuseRequest } from '../doorGuard.ts';
import type { ServerSettings } from '../serverSettings.ts';

/** Nest's adapter is typed for a copy of socket.io of its own; ours is the one that package.json names. */
type NestServer = ReturnType<IoAdapter['createIOServer']>;

/** Socket.IO behind the same guard as HTTP. It answers before Express does, so it has to ask for itself. */
export class SocketAdapter extends IoAdapter {
  readonly #settings: ServerSettings;

  constructor(app: INestApplication, settings: ServerSettings) {
    super(app);
    this.#settings = settings;
  }

  override createIOServer(_port: number, options: object = {}): NestServer {
    const server = new Server(this.httpServer, {
      ...options,
      allowRequest: ({ headers }: IncomingMessage, decide) => {
        // A browser lets any page open a WebSocket anywhere and read it: every handshake counts as a change.
        const refusal = refuseRequest({ method: 'POST', headers }, this.#settings);
        decide(refusal?.message ?? null, refusal === undefined);
      },
    });
    return server as unknown as NestServer;
  }
}
