import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

test('says the defaults for an empty environment', () => {
  expect(readEnvironment({ PORT: '' })).toEqual({
    port: 3000,
    host: '127.0.0.1',
    controlPort: undefined,
    allowedHosts: [],
    publicHostnames: [],
    brokerEnv: { PORT: '' },
  });
});

test('reads what is set', () => {
  const env = { PORT: '0', HOST: '::', CONTROL_PORT: '4000', ALLOW_HOSTS: ' a, b,', PUBLIC_HOSTNAMES: 'Play.Example' };
  expect(readEnvironment(env)).toEqual({
    port: 0,
    host: '::',
    controlPort: 4000,
    allowedHosts: ['a', 'b'],
    publicHostnames: ['play.example'],
    brokerEnv: env,
  });
});

test('names the variable that cannot be used', () => {
  expect(() => readEnvironment({ PORT: 'three' })).toThrow('PORT cannot be used');
  expect(() => readEnvironment({ CONTROL_PORT: '99999' })).toThrow('CONTROL_PORT cannot be used');
  expect(() => readEnvironment({ PATCHBAY_BROKERS: 'none' })).toThrow('PATCHBAY_BROKERS');
});
