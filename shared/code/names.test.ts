import { expect, test } from 'vitest';
import { emptyFlow, type Flow, type Service } from '../flow/flow.ts';
import { generateProject } from './generateProject.ts';
import { planProject } from './plan.ts';

const position = { x: 0, y: 0 };
const service = (name: string, more: Partial<Service> = {}): Service => ({
  name,
  position,
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: {},
  ...more,
});
const external = (name: string): Flow['externals'][string] => ({
  name,
  transport: 'tcp',
  host: '10.0.0.1',
  port: 4001,
  position,
});
const wires = (...names: [name: string, to: string][]): Flow['wires'] =>
  Object.fromEntries(names.map(([name, to], index) => [`w${index}`, { name, from: 'gateway', to }]));

test('no two ends share a variable of the environment, whatever they are called', () => {
  const flow: Flow = {
    ...emptyFlow('Clashes'),
    services: {
      gateway: service('gateway', { listeners: { http: { transport: 'http' } } }),
      legacy: service('legacy'),
      web: service('web'),
    },
    brokers: { redis: { name: 'web-http', transport: 'redis', position } },
    externals: { tcp: external('legacy-tcp'), bind: external('bind') },
    wires: wires(['LEGACY', 'legacy'], ['OLD', 'tcp'], ['BIND', 'bind'], ['EVENTS', 'redis']),
  };
  const { services, brokers } = planProject(flow);
  const targets = services.flatMap((one) => one.wires.map(({ target }) => target));
  const hosts = targets.map((target) => ('hostEnv' in target ? [target.hostEnv, target.portEnv] : []));
  expect([
    ...hosts,
    ...services.map(({ http }) => [http.portEnv]),
    ...brokers.map(({ hostEnv, portEnv }) => [hostEnv, portEnv]),
  ]).toEqual([
    ['LEGACY_TCP_HOST', 'LEGACY_TCP_PORT'],
    ['LEGACY_TCP_2_HOST', 'LEGACY_TCP_2_PORT'],
    ['BIND_2_HOST', 'BIND_2_PORT'],
    [],
    ['GATEWAY_HTTP_PORT'],
    ['LEGACY_HTTP_PORT'],
    ['WEB_2_HTTP_PORT'],
    ['WEB_HTTP_HOST', 'WEB_HTTP_PORT'],
  ]);
});

test('a handler is not called as the field is that its controller finds its service in', () => {
  const handlers: Service['handlers'] = { legacy_service: { on: { message: 'old' }, steps: [] } };
  const flow: Flow = { ...emptyFlow('Clashes'), services: { legacy: service('legacy', { handlers }) } };
  const text = generateProject(flow)['apps/legacy/src/legacy.controller.ts'] ?? '';
  expect(text).toContain('constructor(private readonly legacyService: LegacyService) {}');
  expect(text).toContain('  legacyService2(');
  expect(text).toContain('return this.legacyService.legacyService2(');
});

test('a client has a class and a token of its own, also beside those of NestJS and of the shared library', () => {
  const long = 'one caller asks several of its services ';
  const flow: Flow = {
    ...emptyFlow('Clashes'),
    services: { gateway: service('gateway'), users: service('users') },
    wires: wires(
      ['BALANCED', 'users'],
      ['STEADY_MQTT', 'users'],
      ['REQUEST', 'users'],
      ['APP_PIPE', 'users'],
      [`${long} one`, 'users'],
      [`${long} two`, 'users'],
    ),
  };
  const [gateway] = planProject(flow).services;
  expect(gateway?.wires.map(({ className, token }) => [className, token])).toEqual([
    ['Balanced2Client', 'BALANCED2'],
    ['SteadyMqtt2Client', 'STEADY_MQTT2'],
    ['RequestClient', 'REQUEST_2'],
    ['AppPipeClient', 'APP_PIPE_2'],
    ['OneCallerAsksSeveralOfItsServicesOneClient', 'ONE_CALLER_ASKS_SEVERAL_OF_ITS_SERVICES'],
    ['OneCallerAsksSeveralOfItsServicesTwoClient', 'ONE_CALLER_ASKS_SEVERAL_OF_ITS_SERVICES_2'],
  ]);
});
