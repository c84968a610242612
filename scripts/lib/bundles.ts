/**
 * The programs that run outside the browser, each one folder made by esbuild: main.js, and beside it what is loaded when it is
 * first needed (`await import(…)`), such as the driver of a transport.
 *
 *   dist/runner/main.js         forked once per session under Node's permission model, so it must read no node_modules
 *   dist/broker-redis/main.js   the built-in Redis, for the same reason
 *   dist/broker-nats/main.js    the built-in NATS
 *   dist/broker-rmq/main.js     the built-in RabbitMQ
 *   dist/broker-kafka/main.js   the built-in Kafka
 *   dist/broker-mqtt/main.js    the built-in MQTT broker
 *   dist/server/main.js         the server; of its packages only SQLite stays in node_modules
 *
 * Several processes may ask for the same bundle at once (tests, dev, start): a file is written aside, then renamed.
 */
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build as bundle, transform, type Plugin } from 'esbuild';
import { at } from './paths.ts';
import { nameOnlyWhatIsMadeOnce } from './closureNames.ts';
import { lazyCommonJs } from './lazyCommonJs.ts';
import { readStamp, sourceStamp } from './stamp.ts';

interface Bundle {
  entry: string;
  out: string;
  /** What it is made from: it is built again when something here has changed. */
  sources: string[];
  /** Packages that stay in node_modules. */
  external?: string[];
  /** Files that it reads at run time: name beside the bundle → where it comes from. */
  assets?: Record<string, string>;
}

const runner: Bundle = {
  entry: 'server/runner/main.ts',
  out: 'dist/runner',
  sources: ['shared', 'server/runner'],
  assets: { 'quickjs.wasm': 'node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm' },
};

const brokers = ['redis', 'nats', 'kafka', 'mqtt', 'rmq'].map((name): Bundle => ({
  entry: `server/brokers/built-in/${name}/main.ts`,
  out: `dist/broker-${name}`,
  sources: ['shared', 'server/brokers/built-in'],
}));

const server: Bundle = {
  entry: 'server/main.ts',
  out: 'dist/server',
  sources: ['shared', 'server'],
  // It has a native part.
  external: ['libsql'],
};

/** Makes dist/runner/, unless it is fresh. */
export const buildRunner = (): Promise<void> => buildBundle(runner);

/** Makes one folder in dist/ per built-in broker, unless it is fresh. */
export const buildBrokers = async (): Promise<void> => void (await Promise.all(brokers.map(buildBundle)));

/** Makes dist/bench/, the runner's code as the benches call it, unless it is fresh. */
export const buildBench = (): Promise<void> =>
  buildBundle({
    ...runner,
    entry: 'bench/runtimeForBench.ts',
    out: 'dist/bench',
    sources: [...runner.sources, 'bench'],
  });

/** Makes dist/server/, unless it is fresh. */
export const buildServer = (): Promise<void> => buildBundle(server);

async function buildBundle({ entry, out, sources, external = [], assets = {} }: Bundle): Promise<void> {
  const stampFile = at(out, '.stamp');
  const stamp = await sourceStamp(sources);
  if ((await readStamp(stampFile)) === stamp && (await exists(at(out, 'main.js')))) return;
  const { outputFiles } = await bundle({
    entryPoints: [at(entry)],
    outdir: at(out),
    entryNames: 'main',
    // Beside main.js: they look for files of theirs there, and the runner may read no other folder.
    chunkNames: '[name]-[hash]',
    splitting: true,
    tsconfig: at('tsconfig.json'),
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external,
    // Nest finds providers, and we name controllers, by the name of the class.
    keepNames: true,
    banner: { js: commonJsGlobals },
    plugins: [leaveOutMissingPackages, lazyCommonJs],
    logLevel: 'warning',
  });
  await mkdir(at(out), { recursive: true });
  for (const [name, source] of Object.entries(assets)) {
    await replace(at(out, name), (aside) => copyFile(at(source), aside));
  }
  // main.js last: it names the others.
  const files = outputFiles.toSorted((a, b) => Number(isMain(a)) - Number(isMain(b)));
  const texts = nameOnlyWhatIsMadeOnce(files.map(({ text }) => text));
  for (const [index, { path }] of files.entries()) {
    const slim = await slimmed(texts[index] ?? '');
    await replace(path, (aside) => writeFile(aside, slim));
  }
  await replace(stampFile, (aside) => writeFile(aside, stamp));
  await removeOthers(at(out), new Set(outputFiles.map(({ path }) => basename(path))));
}

const isMain = ({ path }: { path: string }): boolean => basename(path) === 'main.js';

/** Parts of earlier builds. A process that was started from one of those may still ask for them for a while. */
async function removeOthers(folder: string, made: ReadonlySet<string>): Promise<void> {
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith('.js') && !name.startsWith('.') && !made.has(name),
  );
  for (const name of names) {
    const file = join(folder, name);
    const age = Date.now() - (await stat(file)).mtimeMs;
    if (age > keptMs) await rm(file, { force: true });
  }
}

const keptMs = 60 * 60_000;

/**
 * Each process keeps the text it was compiled from, with two bytes a character as soon as one is beyond Latin-1: without its spaces,
 * and with such characters escaped, the text of the runner takes 7 MB of memory and not 20.
 */
async function slimmed(text: string): Promise<string> {
  const { code } = await transform(text, {
    minifyWhitespace: true,
    legalComments: 'eof',
    target: 'node20',
    format: 'esm',
  });
  // esbuild escapes them in strings, not in regular expressions.
  return code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** CommonJS packages inside an ES module still expect these three. */
const commonJsGlobals = `
import { createRequire as __createRequire } from 'node:module';
import { dirname as __pathDirname } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
`.trim();

/** Nest and some drivers ask for optional packages when they are needed. Those that are not installed stay a plain import. */
const leaveOutMissingPackages: Plugin = {
  name: 'leave out missing packages',
  setup(build) {
    build.onResolve({ filter: /^[^./#]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      const lazy = kind === 'dynamic-import' || kind === 'require-call';
      if (!lazy || pluginData === 'second time' || !importer.includes('node_modules')) return undefined;
      const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: 'second time' });
      return found.errors.length > 0 ? { path, external: true } : undefined;
    });
  },
};

async function replace(path: string, write: (aside: string) => Promise<void>): Promise<void> {
  const aside = join(dirname(path), `.${basename(path)}.${process.pid}.${Date.now()}`);
  await write(aside);
  await rename(aside, path);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
