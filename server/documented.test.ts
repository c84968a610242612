import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RequestMethod, type Type } from '@nestjs/common';
import { expect, test } from 'vitest';
import { handlerFaultKinds, linkFaultKinds, messageFaultKinds, processFaultKinds } from '#shared/faults/fault.ts';
import { editSchema } from '#shared/flow/edits.ts';
import { policyKinds } from '#shared/policies/policies.ts';
import { problemStatus } from '#shared/problem.ts';
import { stepKinds } from '#shared/steps/step.ts';
import { changeEventTypes } from '#shared/trace.ts';
import { AppModule } from './app.module.ts';
import { environmentVariables } from './environment.ts';
import { projectRoot } from './paths.ts';

/** What others may rely on is written down. */

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');
const protocol = read('docs/protocol.md');
const isSaid = (word: string): boolean => protocol.includes(`\`${word}`);

test('every endpoint is on the protocol page', () => {
  const missing = routes().filter(
    ({ method, path }) => !rows().some((row) => row.includes(path) && tells(row, method)),
  );
  expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test('every kind of step, policy, fault, edit, change and refusal is on the protocol page', () => {
  const faults = [...linkFaultKinds, ...messageFaultKinds, ...handlerFaultKinds, ...processFaultKinds];
  const edits = editSchema.options.map(({ shape }) => shape.edit.value);
  const words = [...stepKinds, ...policyKinds, ...faults, ...edits, ...changeEventTypes, ...Object.keys(problemStatus)];
  expect(words.filter((word) => !isSaid(word))).toEqual([]);
});

test('every environment variable of the server is in the README', () => {
  const readme = read('README.md');
  const all = [...environmentVariables, ...ofBrokers];
  expect(all.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

const ofBrokers = ['REDIS_URL', 'NATS_URL', 'AMQP_URL', 'KAFKA_BROKERS', 'MQTT_URL', 'PATCHBAY_BROKERS'];

interface Route {
  method: string;
  path: string;
}

/** As the controllers say it: `POST /api/sessions/:session/edits` is `/api/sessions/:id/edits` on the page. */
function routes(): Route[] {
  const controllers = Reflect.getMetadata('controllers', AppModule) as Type[];
  return controllers.flatMap((controller) => {
    const prefix = Reflect.getMetadata('path', controller) as string;
    const prototype = controller.prototype as Record<string, object>;
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const handler = Object.getOwnPropertyDescriptor(prototype, name)?.value as object;
      const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
      const paths = [Reflect.getMetadata('path', handler) as string | string[]].flat();
      if (method === undefined) return [];
      return paths.map((path) => ({ method: RequestMethod[method], path: asOnThePage(`/${prefix}/${path}`) }));
    });
  });
}

function asOnThePage(path: string): string {
  const plain = path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
  return (
    plain
      .replace('/api/sessions/:session', '/api/sessions/:id')
      .replace(/^\/([sv])\/:(session|secret)/, '/$1/:id')
      .replace(':service{/*path}', ':service')
      .replace(/:fault$/, ':faultId')
      .replace(/\/:action$/, '/kill')
      // Stands in the same row.
      .replace(/\/stop$/, '/start')
  );
}

const rows = (): string[] => protocol.split('\n').filter((line) => line.startsWith('|'));
const tells = (row: string, method: string): boolean => row.includes(method === 'ALL' ? 'ANY' : method);
