import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { tempFolder } from '../../server/testing/tempFolder.ts';
import { lazyCommonJs } from './lazyCommonJs.ts';
import { at } from './paths.ts';

test('what a package of either kind gives when it is first needed is the same in a split bundle as in Node', async () => {
  using folder = tempFolder();
  await build({
    stdin: {
      // Of CommonJS with and without a default of its own, and an ES module.
      contents: `export const load = async () => {
        const [{ Kafka, default: kafkajs }, { IsString }, { Redis }, { z }] = await Promise.all([
          import('kafkajs'), import('class-validator'), import('ioredis'), import('zod'),
        ]);
        return [Kafka, IsString, Redis, z.object].map((made) => typeof made).concat(kafkajs.Kafka === Kafka);
      };`,
      resolveDir: at('.'),
    },
    outdir: folder.path,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [lazyCommonJs],
  });
  const { load } = (await import(pathToFileURL(join(folder.path, 'stdin.mjs')).href)) as {
    load: () => Promise<unknown>;
  };
  expect(await load()).toEqual(['function', 'function', 'function', 'function', true]);
});
