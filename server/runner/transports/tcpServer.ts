import type { Socket } from 'node:net';
import { ServerTCP } from '@nestjs/microservices';
import { writeOncePerTurn } from '../writeOncePerTurn.ts';

/** NestJS's TCP server, which writes what it says within one turn at once. Nagle's algorithm is on, as Nest leaves it. */
export class BatchingServerTCP extends ServerTCP {
  override bindHandler(socket: Socket): void {
    writeOncePerTurn(socket);
    super.bindHandler(socket);
  }
}

/** Without noDelay each frame of a streamed reply waits 40 ms for the one before it. */
export class PromptServerTCP extends BatchingServerTCP {
  override bindHandler(socket: Socket): void {
    socket.setNoDelay(true);
    super.bindHandler(socket);
  }
}
