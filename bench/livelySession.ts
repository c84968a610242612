import { setTimeout } from 'node:timers/promises';
import type { Flow } from '../shared/flow/flow.ts';
import type { SessionView } from '../shared/protocol.ts';
import { gridFlow } from '../shared/testing/gridFlow.ts';
import type { LiveServer } from './liveServer.ts';

/** So many services of the drawing are asked by a driver each, and then tell so many events each time. */
const talkers = 10;
const tells = 9;

/** A drawing in which messages move by themselves once `offer` has said how many. */
export function livelyFlow(services: number, wires: number): Flow {
  const flow = gridFlow(services, wires);
  for (let talker = 0; talker < talkers; talker += 1) {
    const index = Math.floor((talker * services) / talkers);
    const service = flow.services[`s${index}`];
    if (service === undefined) throw new Error(`${services} services are too few.`);
    const ways = Object.entries(flow.wires).filter(([, { from }]) => from === `s${index}`);
    service.listeners['web'] = { transport: 'http' };
    const steps = Array.from({ length: tells }, (_, step) => {
      const [wire, { to }] = ways[step % ways.length] ?? ['', { to: '' }];
      return { do: 'emit' as const, wire, pattern: `heard${to.slice(1)}`, data: '{ order: body.index }' };
    });
    service.handlers['talk'] = { on: { http: 'POST /' }, steps: [...steps, { do: 'reply', value: '1' }] };
    const position = { x: service.position.x, y: -300 };
    const load = { perSecond: 0, request: 'POST /' as const, data: '{ index }' };
    flow.drivers[`d${talker}`] = { name: `driver-${talker}`, position, to: `s${index}`, ...load };
  }
  return flow;
}

export interface LivelySession extends AsyncDisposable {
  /** `http://127.0.0.1:12345/s/x` */
  page: string;
  /** From now on so many messages move per second, whether somebody looks or not. */
  offer: (messagesPerSecond: number) => Promise<void>;
}

/** A session with this flow, all its services up. */
export async function livelySession({ url, ask }: LiveServer, flow: Flow): Promise<LivelySession> {
  const { id } = await ask<{ id: string }>('POST', '/api/sessions', { flow });
  const session = `/api/sessions/${id}`;
  const isUp = async (): Promise<boolean> => {
    const { services, runner, problems } = await ask<SessionView>('GET', session);
    if (runner === 'down') throw new Error(problems.map(({ message }) => message).join(' '));
    return Object.keys(flow.services).every((service) => services[service]?.state === 'up');
  };
  while (!(await isUp())) await setTimeout(100);
  let revision = 0;
  return {
    page: `${url}/s/${id}`,
    offer: async (messagesPerSecond) => {
      const value = messagesPerSecond / talkers / (1 + tells);
      const set = { edit: 'set', part: 'drivers', field: 'perSecond', value };
      const edits = Object.keys(flow.drivers).map((driver) => ({ ...set, id: driver }));
      ({ revision } = await ask<{ revision: number }>('POST', `${session}/edits`, { revision, edits }));
    },
    [Symbol.asyncDispose]: () => ask('DELETE', session),
  };
}
