import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { userDataFolder } from './userDataFolder.ts';

test('says the defaults for an empty environment', () => {
  expect(readEnvironment({ PORT: '' })).toEqual({
    port: 3000,
    host: '127.0.0.1',
    controlPort: undefined,
    dataDir: userDataFolder({}),
    allowedHosts: [],
    publicHostnames: [],
    brokerEnv: { PORT: '' },
  });
});

test('reads what is set', () => {
  const env = {
    PORT: '0',
    HOST: '::',
    CONTROL_PORT: '4000',
    DATA_DIR: 'flows',
    ALLOW_HOSTS: ' a, b,',
    PUBLIC_HOSTNAMES: 'Play.Example',
  };
  expect(readEnvironment(env)).toEqual({
    port: 0,
    host: '::',
    controlPort: 4000,
    dataDir: resolve('flows'),
    allowedHosts: ['a', 'b'],
    publicHostnames: ['play.example'],
    brokerEnv: env,
  });
});

test('sends traces where OpenTelemetry says', () => {
  const otlpUrl = (env: NodeJS.ProcessEnv) => readEnvironment(env).otlpUrl;
  expect(otlpUrl({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' })).toBe('http://collector:4318/v1/traces');
  expect(otlpUrl({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://x/own' })).toBe('https://x/own');
  expect(() => otlpUrl({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toThrow('OTEL_EXPORTER_OTLP_ENDPOINT');
});

test('names the variable that cannot be used', () => {
  expect(() => readEnvironment({ PORT: 'three' })).toThrow('PORT cannot be used');
  expect(() => readEnvironment({ CONTROL_PORT: '99999' })).toThrow(
    'CONTROL_PORT cannot be used: a port is a whole number from 0 to 65535. Correct it, or leave it out.',
  );
  expect(() => readEnvironment({ PATCHBAY_BROKERS: 'none' })).toThrow('PATCHBAY_BROKERS');
});

test('keeps flows where programs of this system keep their data', () => {
  const folder = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv) =>
    userDataFolder(env, { platform, home: '/home/me' });
  expect(folder('linux', {})).toBe('/home/me/.local/share/patchbay');
  expect(folder('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/patchbay');
  expect(folder('linux', { XDG_DATA_HOME: 'relative is to be ignored' })).toBe('/home/me/.local/share/patchbay');
  expect(folder('darwin', {})).toBe('/home/me/Library/Application Support/Patchbay');
  expect(folder('win32', { LOCALAPPDATA: '/local' })).toBe('/local/Patchbay');
});
