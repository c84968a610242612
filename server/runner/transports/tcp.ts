import type { Server } from 'node:net';
import { hopContext, turnHops } from '../trace/context.ts';
import { traced } from '../trace/tracedServer.ts';
import { ownCertificate } from '../tls/certificate.ts';
import type { MakeListener } from './serviceListener.ts';
import { BatchingServerTCP, PromptServerTCP } from './tcpServer.ts';

/** Characters of one message; Nest's own limit of 128 M would let one caller fill the runner's memory. */
const maxMessage = 16 * 1024 * 1024;

/** NestJS TCP, on a free loopback port. */
export const makeTcpListener: MakeListener = ({ watch, drawn }) => {
  const isTcp = drawn.transport === 'tcp';
  const tls = isTcp && drawn.tls === true ? { tlsOptions: ownCertificate() } : {};
  const Base = isTcp && drawn.noDelay === false ? BatchingServerTCP : PromptServerTCP;
  const strategy = new (traced(Base, watch, watch.isAskedFor === true ? hopContext : turnHops))({
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
