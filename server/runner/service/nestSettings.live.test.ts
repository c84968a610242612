import { describe, expect, it } from 'vitest';
import { filterKinds, type FilterKind } from '#shared/flow/nestSettings.ts';
import { askOverHttp, askOverTcp, exceptions, startHandWritten } from '../testing/handWritten.ts';
import { startTestReplica, type Seen, type TestReplica } from '../testing/startTestReplica.ts';

/** Filters, pipes and `inheritAppConfig` of a service answer exactly as the same Nest application written by hand. */

interface Settings {
  isHybrid: boolean;
  inheritAppConfig?: boolean;
  filter?: FilterKind;
  validation?: boolean;
}

const throwing = ({ data, body }: Record<string, unknown>): never => {
  const { what } = (data ?? body) as { what: string };
  throw exceptions[what]?.();
};
const ordered = ({ data, body }: Record<string, unknown>): unknown => ({ ordered: data ?? body });
const expects = { userId: 'string', items: 'array?' } as const;

function startOurs({ isHybrid, ...settings }: Settings): Promise<TestReplica> {
  return startTestReplica({
    listeners: { tcp: { transport: 'tcp' }, ...(isHybrid ? { web: { transport: 'http' } } : {}) },
    settings,
    handlers: {
      throws: { on: { message: 'throws' }, answer: throwing },
      order: { on: { message: 'order' }, answer: ordered, expects },
      ...(isHybrid
        ? {
            throwsOverHttp: { on: { http: 'POST /throws' }, answer: throwing },
            orderOverHttp: { on: { http: 'POST /order' }, answer: ordered, expects },
          }
        : {}),
    },
  });
}

const places = [
  { isHybrid: false },
  { isHybrid: true },
  { isHybrid: true, inheritAppConfig: true },
] satisfies Settings[];
const nameOf = ({ isHybrid, inheritAppConfig }: Settings): string =>
  isHybrid ? `a hybrid application${inheritAppConfig === true ? ' with inheritAppConfig' : ''}` : 'a microservice';

describe.each(places.map((place) => ({ ...place, name: nameOf(place) })))('$name', ({ name: _name, ...place }) => {
  it.each([undefined, ...filterKinds])('answers every exception as Nest does with the filter %s', async (filter) => {
    const settings: Settings = { ...place, ...(filter === undefined ? {} : { filter }) };
    await using ours = await startOurs(settings);
    await using theirs = await startHandWritten(settings);
    const [port, web] = [ours.replica.ports['tcp'] ?? 0, ours.replica.ports['web'] ?? 0];
    for (const what of Object.keys(exceptions)) {
      const answer = await askOverTcp(port, 'throws', { what });
      expect({ what, answer }).toEqual({ what, answer: await askOverTcp(theirs.port, 'throws', { what }) });
      if (!place.isHybrid) continue;
      const response = await askOverHttp(web, '/throws', { what });
      expect({ what, response }).toEqual({ what, response: await askOverHttp(theirs.httpPort, '/throws', { what }) });
    }
  });

  it.each([undefined, 'keepMessage'] as const)(
    'validates payloads as Nest does, with the filter %s',
    async (filter) => {
      const settings: Settings = { ...place, validation: true, ...(filter === undefined ? {} : { filter }) };
      await using ours = await startOurs(settings);
      await using theirs = await startHandWritten(settings);
      const [port, web] = [ours.replica.ports['tcp'] ?? 0, ours.replica.ports['web'] ?? 0];
      const payloads = [
        { userId: 'u1' },
        { userId: 'u1', items: [1], more: true },
        {},
        { userId: 1, items: 'x' },
        'text',
        [],
      ];
      for (const data of payloads) {
        const answer = await askOverTcp(port, 'order', data);
        expect({ data, answer }).toEqual({ data, answer: await askOverTcp(theirs.port, 'order', data) });
        if (!place.isHybrid || typeof data === 'string') continue;
        const response = await askOverHttp(web, '/order', data);
        expect({ data, response }).toEqual({ data, response: await askOverHttp(theirs.httpPort, '/order', data) });
      }
    },
  );
});

const told = (events: Seen[]) => events.map(({ type, handler, pattern, error }) => ({ type, handler, pattern, error }));
const findings = { message: ['userId must be a string'], error: 'Bad Request', statusCode: 400 };
const thrown = { name: 'BadRequestException', message: 'Bad Request Exception', status: 400, response: findings };

describe('what the ValidationPipe throws is told, before any handler has begun', () => {
  it('of a message', async () => {
    await using ours = await startOurs({ isHybrid: false, validation: true });
    const hidden = { status: 'error', message: 'Internal server error' };
    expect(await askOverTcp(ours.replica.ports['tcp'] ?? 0, 'order', {})).toEqual({ error: hidden });
    const of = { handler: 'order', pattern: 'order' };
    expect(told(ours.events())).toEqual([
      { type: 'received', ...of },
      { type: 'threw', ...of, error: thrown },
      { type: 'replied', ...of, error: hidden },
    ]);
  });

  it('of an HTTP request', async () => {
    await using ours = await startOurs({ isHybrid: true, validation: true });
    expect(await askOverHttp(ours.replica.ports['web'] ?? 0, '/order', {})).toEqual({ status: 400, body: findings });
    const of = { handler: 'orderOverHttp', pattern: 'POST /order' };
    expect(told(ours.events())).toEqual([
      { type: 'received', ...of },
      { type: 'threw', ...of, error: thrown },
      { type: 'replied', ...of, error: undefined },
    ]);
  });

  it('of an event, which nobody is told of otherwise', async () => {
    await using ours = await startTestReplica({
      listeners: { tcp: { transport: 'tcp' } },
      settings: { validation: true },
      handlers: { placed: { on: { event: 'placed' }, answer: () => undefined, expects: { userId: 'string' } } },
    });
    await askOverTcp(ours.replica.ports['tcp'] ?? 0, 'placed', {});
    expect(told(ours.events()).slice(0, 2)).toEqual([
      { type: 'received', handler: 'placed', pattern: 'placed', error: undefined },
      { type: 'threw', handler: 'placed', pattern: 'placed', error: thrown },
    ]);
  });
});

it('checks each sort of value as class-validator does, and lets what is optional be left out', async () => {
  await using ours = await startTestReplica({
    listeners: { tcp: { transport: 'tcp' } },
    settings: { validation: true, filter: 'keepMessage' },
    handlers: {
      all: {
        on: { message: 'all' },
        answer: () => 'fine',
        expects: {
          text: 'string',
          n: 'number',
          i: 'integer',
          yes: 'boolean',
          list: 'array',
          thing: 'object',
          maybe: 'integer?',
        },
      },
    },
  });
  const port = ours.replica.ports['tcp'] ?? 0;
  const good = { text: '', n: 1.5, i: 1, yes: false, list: [], thing: {} };
  expect(await askOverTcp(port, 'all', good)).toBe('fine');
  expect(await askOverTcp(port, 'all', { ...good, maybe: 1.5 })).toEqual({
    error: { status: 400, message: ['maybe must be an integer number'] },
  });
  expect(await askOverTcp(port, 'all', {})).toEqual({
    error: {
      status: 400,
      message: [
        'text must be a string',
        'n must be a number conforming to the specified constraints',
        'i must be an integer number',
        'yes must be a boolean value',
        'list must be an array',
        'thing must be an object',
      ],
    },
  });
});
