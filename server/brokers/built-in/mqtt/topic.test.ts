import { describe, expect, it } from 'vitest';
import { isMqttTopic, matchesMqttFilter } from '#shared/transports/mqttTopic.ts';
import { readFilter } from './topic.ts';

describe('what stands between slashes', () => {
  it.each(['a', 'a/b', '/', '/a', 'a//b', '$own/x', 'my sum', '{"cmd":"sum"}', 'über'])(
    '%s can be published to',
    (text) => {
      expect(isMqttTopic(text)).toBe(true);
    },
  );

  it.each(['', 'a/+', '#', 'a#', 'a\u0000', 'a\nb', 'x/'.repeat(201)])('%j cannot', (text) => {
    expect(isMqttTopic(text)).toBe(false);
  });

  it.each([
    ['a/+/b', { filter: 'a/+/b' }],
    ['#', { filter: '#' }],
    ['a/#', { filter: 'a/#' }],
    ['$share/workers/a/+', { filter: 'a/+', group: 'workers' }],
    ['$share/workers//a', { filter: '/a', group: 'workers' }],
    ['$shared/x', { filter: '$shared/x' }],
  ])('%s is a filter', (text, wanted) => {
    expect(readFilter(text)).toEqual(wanted);
  });

  it.each([
    '',
    'a/#/b',
    'a+',
    '#a',
    '$share',
    '$share/',
    '$share/g',
    '$share/g/',
    '$share//a',
    '$share/+/a',
    '$share/g/a#',
  ])('%j is none', (text) => {
    expect(readFilter(text)).toBeUndefined();
  });

  it.each([
    ['a/+', 'a/b', true],
    ['a/+', 'a', false],
    ['a/+', 'a/', true],
    ['a/+', 'a/b/c', false],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['+/+', '/a', true],
    ['#', '$SYS/x', false],
    ['+/x', '$SYS/x', false],
    ['$SYS/#', '$SYS/x', true],
    ['a', 'b', false],
  ])('%s matches %s: %s', (filter, topic, is) => {
    expect(matchesMqttFilter(filter.split('/'), topic.split('/'))).toBe(is);
  });
});
