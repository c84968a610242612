import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { everyBrokerInCompose } from './brokerCompose.ts';

test('compose.yaml starts every broker that Patchbay knows, and says how to use them', async () => {
  expect(await readFile('compose.yaml', 'utf8')).toBe(everyBrokerInCompose());
});
