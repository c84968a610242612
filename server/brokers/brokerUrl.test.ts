import { describe, expect, it } from 'vitest';
import { parseKafkaUrl } from './kafkaUrl.ts';
import { parseMqttUrl } from './mqttUrl.ts';
import { parseNatsUrl } from './natsUrl.ts';
import { parseRedisUrl } from './redisUrl.ts';

describe('REDIS_URL', () => {
  it.each([
    ['redis://host', { host: 'host', port: 6379, shown: 'redis://host:6379' }],
    ['host:7000', { host: 'host', port: 7000, shown: 'redis://host:7000' }],
    ['redis://[::1]:7000/3', { host: '::1', port: 7000, shown: 'redis://[::1]:7000' }],
    ['redis://:p%40ss@host', { host: 'host', port: 6379, password: 'p@ss', shown: 'redis://host:6379' }],
    ['redis://u:p@host:1', { host: 'host', port: 1, username: 'u', password: 'p', shown: 'redis://host:1' }],
  ])('%s is understood, and shown without user and password', (text, address) => {
    expect(parseRedisUrl(text)).toEqual(address);
  });

  it.each([
    'http://u:secret@host',
    'rediss://u:secret@host',
    'redis://',
    'redis://u:secret@host:99999',
    'redis://u:%secret@host',
  ])('%s is refused without repeating a password', (text) => {
    expect(() => parseRedisUrl(text)).toThrow(/^(?!.*secret)REDIS_URL .* unset REDIS_URL$/);
  });
});

describe('NATS_URL', () => {
  it.each([
    ['nats://host', { host: 'host', port: 4222, shown: 'nats://host:4222' }],
    ['host:7000', { host: 'host', port: 7000, shown: 'nats://host:7000' }],
    ['nats://u:p@host', { host: 'host', port: 4222, username: 'u', password: 'p', shown: 'nats://host:4222' }],
    ['nats://token@host', { host: 'host', port: 4222, username: 'token', shown: 'nats://host:4222' }],
  ])('%s is understood, and shown without user and password', (text, address) => {
    expect(parseNatsUrl(text)).toEqual(address);
  });

  it.each(['tls://u:secret@host', 'redis://u:secret@host', 'nats://'])('%s is refused', (text) => {
    expect(() => parseNatsUrl(text)).toThrow(/^(?!.*secret)NATS_URL .* unset NATS_URL$/);
  });
});

describe('KAFKA_BROKERS', () => {
  it.each([
    ['host', { host: 'host', port: 9092, shown: 'kafka://host:9092' }],
    ['host:7000', { host: 'host', port: 7000, shown: 'kafka://host:7000' }],
    ['kafka://u:p@host', { host: 'host', port: 9092, username: 'u', password: 'p', shown: 'kafka://host:9092' }],
  ])('%s is understood, and shown without user and password', (text, address) => {
    expect(parseKafkaUrl(text)).toEqual(address);
  });

  it.each(['kafkas://u:secret@host', 'redis://u:secret@host', 'kafka://', 'one:9092,two:9092'])(
    '%s is refused',
    (text) => {
      expect(() => parseKafkaUrl(text)).toThrow(/^(?!.*secret)KAFKA_BROKERS .* unset KAFKA_BROKERS$/);
    },
  );
});

describe('MQTT_URL', () => {
  it.each([
    ['mqtt://host', { host: 'host', port: 1883, shown: 'mqtt://host:1883' }],
    ['host:7000', { host: 'host', port: 7000, shown: 'mqtt://host:7000' }],
    ['mqtt://u:p@host', { host: 'host', port: 1883, username: 'u', password: 'p', shown: 'mqtt://host:1883' }],
  ])('%s is understood, and shown without user and password', (text, address) => {
    expect(parseMqttUrl(text)).toEqual(address);
  });

  it.each(['mqtts://u:secret@host', 'redis://u:secret@host', 'mqtt://'])('%s is refused', (text) => {
    expect(() => parseMqttUrl(text)).toThrow(/^(?!.*secret)MQTT_URL .* unset MQTT_URL$/);
  });
});
