import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

const here = 'lazy CommonJS';

/**
 * `await import('kafkajs')` gives `{ Kafka, … }` in Node. In a bundle that is split, esbuild gives such a package nothing but
 * `default`. What is imported so gets a module of its own here, with the names that Node would give it.
 */
export const lazyCommonJs: Plugin = {
  name: here,
  setup(build) {
    build.onResolve({ filter: /./ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      // What carries something is being looked up for a plugin already.
      if (kind !== 'dynamic-import' || pluginData !== undefined) return undefined;
      const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: here });
      const isOurs = found.errors.length > 0 || found.external || !found.path.includes('node_modules');
      if (isOurs || !(await isCommonJs(found.path))) return undefined;
      return { path: found.path, namespace: here };
    });
    build.onLoad({ filter: /./, namespace: here }, async ({ path }) => {
      const names = Object.keys((await import(pathToFileURL(path).href)) as object).filter(
        (name) => name !== 'default' && /^[A-Za-z_$][\w$]*$/.test(name),
      );
      return {
        resolveDir: dirname(path),
        contents: `const all = require(${JSON.stringify(path)});
export default all;
${names.map((name, index) => `const name${index} = all.${name};`).join('\n')}
export { ${names.map((name, index) => `name${index} as ${name}`).join(', ')} };`,
      };
    });
  },
};

/** As Node sees it: by its ending, else by the package that it belongs to. */
async function isCommonJs(path: string): Promise<boolean> {
  if (/\.[cm]js$/.test(path)) return path.endsWith('.cjs');
  if (!path.endsWith('.js')) return false;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return (JSON.parse(text) as { type?: string }).type !== 'module';
  }
  return true;
}
