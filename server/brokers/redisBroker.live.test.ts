import { afterAll, beforeAll, describe } from 'vitest';
import type { BuiltEntry } from './contract/brokersUnderTest.ts';
import { brokersUnderTest, buildEntry } from './contract/brokersUnderTest.ts';
import { redisContract } from './contract/redisContract.ts';

let entry: BuiltEntry;

beforeAll(async () => {
  entry = await buildEntry();
});

afterAll(() => entry[Symbol.asyncDispose]());

for (const { name, missing, start } of brokersUnderTest) {
  describe.skipIf(missing)(name, () => redisContract(() => start(entry)));
}
