import { spawn } from 'node:child_process';
import { tempFolder, writeFiles } from './tempFolder.ts';

/** An exported project on disk, used as its README says: by npm alone. */
export class InstalledProject implements Disposable {
  readonly path: string;
  readonly #folder = tempFolder();

  constructor(files: Readonly<Record<string, string>>) {
    this.path = this.#folder.path;
    writeFiles(this.path, files);
  }

  /** `npm install`, `npm run build`: resolves when npm has ended, with all that it has said. */
  npm(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ code: number; output: string }> {
    return runNpm(args, { cwd: this.path, env });
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

/** Whether npm reaches a registry; without one nothing can be installed anywhere. */
export async function reachesRegistry(): Promise<boolean> {
  const { code } = await runNpm(['ping', '--fetch-retries=0'], { cwd: '.', env: {} });
  return code === 0;
}

function runNpm(
  args: readonly string[],
  { cwd, env }: { cwd: string; env: Readonly<Record<string, string>> },
): Promise<{ code: number; output: string }> {
  const child = spawn('npm', args, { cwd, env: { ...ownEnv(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/** What npm itself is set up by, and nothing of the test runner or of the npm script that runs it. */
function ownEnv(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_ENV|NODE_OPTIONS|INIT_CWD|npm_(lifecycle|package|command|node|execpath))/.test(name),
  );
  return { ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])), NO_COLOR: '1' };
}
