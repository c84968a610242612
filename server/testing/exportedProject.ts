import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../paths.ts';
import { tempFolder, writeFiles } from './tempFolder.ts';

/**
 * An exported project on disk. Instead of what npm would install it finds the packages of this repository, which are of the
 * same versions; and the shared library, which `nest build` puts into each application, under its name.
 */
export class ExportedProject implements AsyncDisposable {
  readonly path: string;
  readonly #folder: Disposable;
  readonly #running: { kill: () => void; ended: Promise<unknown> }[] = [];

  constructor(files: Readonly<Record<string, string>>) {
    const folder = tempFolder();
    this.#folder = folder;
    this.path = folder.path;
    writeFiles(this.path, files);
    const modules = join(this.path, 'node_modules');
    mkdirSync(modules, { recursive: true });
    const installed = join(projectRoot, 'node_modules');
    for (const name of readdirSync(installed)) symlinkSync(join(installed, name), join(modules, name));
    const library = { name: '@app/shared', type: 'module', exports: './index.js' };
    writeFiles(this.path, {
      'node_modules/@app/shared/package.json': JSON.stringify(library),
      'node_modules/@app/shared/index.js': "export * from '../../../dist/libs/shared/src/index.js';\n",
    });
  }

  /** Compiles it with its own tsconfig; resolves with what TypeScript has to say, which is nothing when all is well. */
  async compile(): Promise<string> {
    return (await this.#run(['typescript/bin/tsc', '-p', '.'], {})).output;
  }

  /** Its own e2e tests; they start the services unless told that these run. */
  endToEnd(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
    return this.#run(['vitest/vitest.mjs', 'run', '--config', 'vitest.config.e2e.ts'], env);
  }

  /** Starts a compiled application; resolves when Nest says that it is up, with what kills it. */
  async start(app: string, env: Record<string, string>): Promise<() => void> {
    const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`], {
      cwd: this.path,
      env: { ...plainEnv(), ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const kill = (): void => void child.kill('SIGKILL');
    this.#running.push({ kill, ended });
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('Nest application successfully started')) break;
    }
    child.stdout.resume();
    return kill;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { kill } of this.#running) kill();
    await Promise.all(this.#running.map(({ ended }) => ended));
    this.#folder[Symbol.dispose]();
  }

  async #run(
    [program = '', ...args]: string[],
    env: Record<string, string>,
  ): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, [join(projectRoot, 'node_modules', program), ...args], {
      cwd: this.path,
      env: { ...plainEnv(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, output: Buffer.concat(chunks).toString() };
  }
}

/** None of the variables by which a test runner would know its children. */
const plainEnv = (): Record<string, string> => ({ PATH: process.env['PATH'] ?? '', NO_COLOR: '1' });
