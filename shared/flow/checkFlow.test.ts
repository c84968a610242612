import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examples } from '../examples/index.ts';
import type { Step } from '../steps/step.ts';
import { anyFlow } from '../testing/arbitraries.ts';
import { checkFlow } from './checkFlow.ts';
import { emptyFlow, type Flow, type Handler, type Service } from './flow.ts';

const at = { x: 0, y: 0 };
const tcp = { tcp: { transport: 'tcp' as const } };

function service(name: string, parts: Partial<Service> = {}): Service {
  return { name, position: at, replicas: 1, listeners: tcp, handlers: {}, ...parts };
}
const answers = (cmd: string, steps: Step[] = []): Handler => ({ on: { message: { cmd } }, steps });
const listens = (event: string, steps: Step[] = []): Handler => ({ on: { event }, steps });
const found = (flow: Flow) => checkFlow(flow).map(({ code, at: path, severity }) => `${severity} ${code} ${path}`);

/** Service a asks service b over wire w. */
function pair(step: Step, handler: Handler): Flow {
  return {
    ...emptyFlow(),
    services: {
      a: service('a', { handlers: { go: answers('go', [step]) } }),
      b: service('b', { handlers: { on: handler } }),
    },
    wires: { w: { name: 'B', from: 'a', to: 'b' } },
  };
}

test('no example has a problem', () => {
  expect(examples.map(({ id, flow }) => [id, checkFlow(flow)])).toEqual(examples.map(({ id }) => [id, []]));
});

test('a wire that leads nowhere, or starts nowhere, dangles', () => {
  const flow = {
    ...emptyFlow(),
    services: { a: service('a') },
    wires: { w: { name: 'W', from: 'ghost', to: 'nobody' } },
  };
  expect(found(flow)).toEqual(['error danglingWire wires.w.from', 'error danglingWire wires.w.to']);
});

test('a wire to a service that only listens on a broker is told to go to its broker', () => {
  const flow = pair({ do: 'emit', wire: 'w', pattern: 'e' }, listens('e'));
  flow.brokers['r'] = { name: 'r', transport: 'redis', position: at };
  flow.services['b'] = service('b', {
    listeners: { r: { transport: 'redis', broker: 'r' } },
    handlers: { on: listens('e') },
  });
  const [problem] = checkFlow(flow);
  expect(problem).toEqual({
    code: 'wireTransport',
    message: 'Wire "B" leads to "b", which has no tcp or grpc listener. Lead the wire to its broker (r), or add one.',
    at: 'wires.w.to',
    severity: 'error',
  });
});

test('a wire leads to a grpc listener as to a tcp one, but events cannot go over it, nor be heard there', () => {
  const grpc = { listeners: { g: { transport: 'grpc' as const } } };
  const asked = pair({ do: 'send', wire: 'w', pattern: { cmd: 'sum' } }, answers('sum'));
  asked.services['b'] = service('b', { ...grpc, handlers: { on: answers('sum') } });
  expect(found(asked)).toEqual([]);
  const told = pair({ do: 'emit', wire: 'w', pattern: 'e' }, listens('e'));
  told.services['b'] = service('b', { ...grpc, handlers: { on: listens('e') } });
  expect(checkFlow(told).map(({ code, at, severity }) => `${severity} ${code} ${at}`)).toEqual([
    'error unknownHandlerTrigger services.b.handlers.on.on',
    'warning wrongKind services.a.handlers.go.steps.0.wire',
  ]);
});

test('two message handlers of one pattern clash, two event handlers do not', () => {
  const flow = {
    ...emptyFlow(),
    services: {
      a: service('a', {
        handlers: { one: answers('sum'), two: answers('sum'), three: listens('e'), four: listens('e') },
      }),
    },
  };
  expect(found(flow)).toEqual(['error duplicatePattern services.a.handlers.two.on']);
});

test('objects match whatever the order of their keys', () => {
  const step: Step = { do: 'send', wire: 'w', pattern: { v: 1, cmd: 'x' } };
  expect(found(pair(step, { on: { message: { cmd: 'x', v: 1 } }, steps: [] }))).toEqual([]);
});

test('a message to a pattern that nobody answers is a warning', () => {
  expect(found(pair({ do: 'send', wire: 'w', pattern: { cmd: 'nope' } }, answers('yes')))).toEqual([
    'warning unknownPattern services.a.handlers.go.steps.0.pattern',
  ]);
});

test('a request to an event handler and an event to a message handler are warnings', () => {
  expect(found(pair({ do: 'send', wire: 'w', pattern: 'e' }, listens('e')))).toEqual([
    'warning wrongKind services.a.handlers.go.steps.0.pattern',
  ]);
  expect(found(pair({ do: 'emit', wire: 'w', pattern: { cmd: 'c' } }, answers('c')))).toEqual([
    'warning wrongKind services.a.handlers.go.steps.0.pattern',
  ]);
});

test('a step may only ask a wire of its own service', () => {
  const flow = pair({ do: 'send', wire: 'other', pattern: { cmd: 'c' } }, answers('c'));
  expect(found(flow)).toEqual(['error danglingWire services.a.handlers.go.steps.0.wire']);
});

test('a loop without an end is a warning, one behind a condition is not', () => {
  const back: Step = { do: 'send', wire: 'back', pattern: { cmd: 'go' } };
  const loop = pair({ do: 'send', wire: 'w', pattern: { cmd: 'c' } }, answers('c', [back]));
  loop.wires['back'] = { name: 'A', from: 'b', to: 'a' };
  expect(found(loop)).toEqual(['warning endlessLoop services.b.handlers.on.steps.0']);
  const ends = pair(
    { do: 'send', wire: 'w', pattern: { cmd: 'c' } },
    answers('c', [{ do: 'when', condition: 'data.n', then: [back] }]),
  );
  ends.wires['back'] = { name: 'A', from: 'b', to: 'a' };
  expect(found(ends)).toEqual([]);
});

test('names of services and tokens of wires that clash are warnings', () => {
  const flow = {
    ...emptyFlow(),
    services: { a: service('same'), b: service('same') },
    wires: { v: { name: 'B', from: 'a', to: 'b' }, w: { name: 'B', from: 'a', to: 'b' } },
  };
  expect(found(flow)).toEqual(['warning nameClash services.b.name', 'warning nameClash wires.w.name']);
});

test('ports that meet, also through replicas, are an error', () => {
  const flow = {
    ...emptyFlow(),
    services: {
      a: service('a', { replicas: 3, listeners: { tcp: { transport: 'tcp', port: 4000 } } }),
      b: service('b', { listeners: { tcp: { transport: 'tcp', port: 4002 } } }),
    },
  };
  expect(found(flow)).toEqual(['error portClash services.b.listeners.tcp.port']);
});

test('a listener needs its broker, a handler needs a listener of its sort', () => {
  const flow = {
    ...emptyFlow(),
    services: {
      a: service('a', { listeners: { r: { transport: 'redis', broker: 'gone' } } }),
      b: service('b', { handlers: { h: { on: { http: 'GET /' }, steps: [] } } }),
    },
  };
  expect(found(flow)).toEqual([
    'error missingBroker services.a.listeners.r.broker',
    'error unknownHandlerTrigger services.b.handlers.h.on',
  ]);
});

test('a driver needs a gateway, and a route that answers', () => {
  const web = service('web', {
    listeners: { web: { transport: 'http' } },
    handlers: { h: { on: { http: 'GET /users/:id' }, steps: [] } },
  });
  const driver = { name: 'd', position: at, request: 'GET /users/7?full=1', perSecond: 0 };
  const flow = {
    ...emptyFlow(),
    services: { web, a: service('a') },
    drivers: {
      ok: { ...driver, to: 'web' },
      lost: { ...driver, to: 'a' },
      wrong: { ...driver, to: 'web', request: 'POST /users/7' },
    },
  };
  expect(found(flow)).toEqual(['error danglingDriver drivers.lost.to', 'warning unknownPattern drivers.wrong.request']);
});

test('a burst that does not fit into what a driver waits for is told', () => {
  const web = service('web', {
    listeners: { web: { transport: 'http' } },
    handlers: { h: { on: { http: 'GET /' }, steps: [] } },
  });
  const driver = { name: 'd', position: at, to: 'web', request: 'GET /', perSecond: 5, burst: 70 };
  const drivers = { usual: driver, patient: { ...driver, concurrency: 70 } };
  expect(found({ ...emptyFlow(), services: { web }, drivers })).toEqual(['warning burstTooLarge drivers.usual.burst']);
});

test('steps after a reply are dead', () => {
  const flow = {
    ...emptyFlow(),
    services: {
      a: service('a', {
        handlers: {
          h: answers('x', [
            { do: 'reply', value: '1' },
            { do: 'log', value: '2' },
          ]),
        },
      }),
    },
  };
  expect(found(flow)).toEqual(['warning deadCode services.a.handlers.h.steps.0']);
});

test('every flow can be checked', () => {
  fc.assert(fc.property(anyFlow, (flow) => Array.isArray(checkFlow(flow))));
});

test('a policy that can never do anything is told', () => {
  const flow = pair({ do: 'emit', wire: 'w', pattern: 'e' }, listens('e'));
  const policies = { fallback: { value: '1' }, hedge: { afterMs: 500 }, timeout: { ms: 500 }, deadLetter: {} };
  flow.wires = { w: { name: 'B', from: 'a', to: 'b', policies } };
  expect(found(flow)).toEqual([
    'warning noEffect wires.w.policies.fallback',
    'warning noEffect wires.w.policies.hedge',
    'warning noEffect wires.w.policies.hedge.afterMs',
  ]);
  const sends = pair({ do: 'send', wire: 'w', pattern: { cmd: 'on' } }, answers('on'));
  sends.wires = { w: { name: 'B', from: 'a', to: 'b', policies: { ...policies, hedge: { afterMs: 100 } } } };
  expect(found(sends)).toEqual([]);
});

test('settings of an application that mean nothing are told', () => {
  const on = { http: 'POST /orders' };
  const service = (settings: Partial<Service>, listeners: Service['listeners']): Flow => {
    const handlers = { create: { on: 'tcp' in listeners ? { message: 'create' } : on, steps: [], ...expecting } };
    const orders: Service = { name: 'orders', position: { x: 0, y: 0 }, replicas: 1, listeners, handlers, ...settings };
    return { ...emptyFlow(), services: { orders } };
  };
  const expecting = { expects: { userId: 'string' } } as const;
  const [tcp, http] = [{ tcp: { transport: 'tcp' } }, { web: { transport: 'http' } }] as const;
  const nobodyChecks = 'warning noEffect services.orders.handlers.create.expects';
  expect(found(service({}, tcp))).toEqual([nobodyChecks]);
  expect(found(service({ validation: true }, tcp))).toEqual([]);
  expect(found(service({ validation: true }, http))).toEqual([]);
  expect(found(service({ validation: true }, { ...tcp, ...http }))).toEqual([nobodyChecks]);
  expect(found(service({ validation: true, inheritAppConfig: true }, { ...tcp, ...http }))).toEqual([]);
  expect(found(service({ validation: true, inheritAppConfig: true }, tcp))).toEqual([
    'warning noEffect services.orders.inheritAppConfig',
  ]);
  expect(found(service({ validation: true, filter: 'asIs' }, http))).toEqual([
    'warning noEffect services.orders.filter',
  ]);
});

test('a send to which nobody subscribes sends nothing, so it makes no circle either', () => {
  const step = { do: 'send', wire: 'w', pattern: { cmd: 'on' }, subscribe: false } as const;
  const flow = pair(step, answers('on', [{ ...step, wire: 'back', pattern: { cmd: 'go' } }]));
  flow.wires = { ...flow.wires, back: { name: 'A', from: 'b', to: 'a' } };
  expect(found(flow)).toEqual([
    'warning noEffect services.a.handlers.go.steps.0.subscribe',
    'warning noEffect services.b.handlers.on.steps.0.subscribe',
  ]);
});
