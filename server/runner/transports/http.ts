import type { Server } from 'node:http';
import { TracedExpressAdapter } from '../trace/tracedExpress.ts';
import type { MakeListener } from './serviceListener.ts';

/** Routes of an Express server, which is the Nest application itself. */
export const makeHttpListener: MakeListener = ({ watch }) => {
  const adapter = new TracedExpressAdapter(watch);
  const server = (): Server | undefined => adapter.getHttpServer();
  const port = (): number | undefined => {
    const address = server()?.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  };
  return {
    as: 'http',
    adapter,
    port,
    isUp: () => port() !== undefined,
    problem: () => undefined,
    stopAccepting: async () => {
      server()?.close();
    },
    cut: () => {
      server()?.close();
      server()?.closeAllConnections();
    },
  };
};
