import type { Server, Socket } from 'node:net';
import { ServerTCP } from '@nestjs/microservices';
import { hopContext, turnHops } from '../trace/context.ts';
import { traced } from '../trace/tracedServer.ts';
import { ownCertificate } from '../tls/certificate.ts';
import { writeOncePerTurn } from '../writeOncePerTurn.ts';
import type { MakeListener } from './serviceListener.ts';

/** Characters of one message; Nest's own limit of 128 M would let one caller fill the runner's memory. */
const maxMessage = 16 * 1024 * 1024;

/** Without noDelay each frame of a streamed reply waits 40 ms for the one before it; Nest leaves it off. */
class PromptServerTCP extends ServerTCP {
  override bindHandler(socket: Socket): void {
    socket.setNoDelay(true);
    writeOncePerTurn(socket);
    super.bindHandler(socket);
  }
}

/** NestJS TCP, on a free loopback port. */
export const makeTcpListener: MakeListener = ({ watch, drawn }) => {
  const tls = drawn.transport === 'tcp' && drawn.tls === true ? { tlsOptions: ownCertificate() } : {};
  const strategy = new (traced(PromptServerTCP, watch, watch.isAskedFor === true ? hopContext : turnHops))({
    host: '127.0.0.1',
    port: 0,
    maxBufferSize: maxMessage,
    ...tls,
  });
  const port = (): number | undefined => {
    const address = strategy.unwrap<Server>().address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  };
  return {
    as: 'microservice',
    strategy,
    port,
    isUp: () => port() !== undefined,
    problem: () => undefined,
    stopAccepting: async () => {
      strategy.unwrap<Server>().close();
    },
    cut: () => strategy.close(),
  };
};
