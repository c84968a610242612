import type { CommandInput } from '#shared/protocol.ts';
import type { ServerSettings } from '../serverSettings.ts';
import { startServer, type RunningServer } from '../startServer.ts';
import { restCaller, type RestCaller } from './restCaller.ts';
import { TestSession } from './testSession.ts';

/** What a live test talks to: a whole server on a free port, and words for what one does with it. Closes with its scope. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly running: RunningServer;
  /** `rest.get('/api/…')` and so on: status and JSON body, nothing interpreted. */
  readonly rest: RestCaller;
  /** Opens a session from a flow or an example and waits until it lives. */
  openSession(from?: CommandInput<'openSession'>): Promise<TestSession>;
  close(): Promise<void>;
}

/**
 *   await using server = await startTestServer();
 *   const session = await server.openSession({ flow });
 *   expect(await session.send('MATH', { cmd: 'sum' }, [1, 2])).toMatchObject({ reply: 3 });
 */
export async function startTestServer(settings: Partial<ServerSettings> = {}): Promise<TestServer> {
  const running = await startServer({ port: 0, ...settings });
  const rest = restCaller(running.url);
  return {
    url: running.url,
    running,
    rest,
    openSession: async (from = {}) => {
      const { id } = await rest.ok<{ id: string }>('POST', '/api/sessions', from);
      return new TestSession(id, running, rest);
    },
    close: () => running.close(),
    [Symbol.asyncDispose]: () => running.close(),
  };
}
