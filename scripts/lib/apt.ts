/** Debian's packages, for the two things that a test run wants and npm cannot bring. Used only where it needs no password. */
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { run, type RunOptions } from './run.ts';

/** Without network, set-up must say so soon and let the tests that need none run. */
const patience = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20', '-o', 'DPkg::Lock::Timeout=60'];
const quiet: RunOptions = { quiet: true, timeoutMs: 300_000, env: { DEBIAN_FRONTEND: 'noninteractive' } };

export const mayUseApt = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** Installs packages. Returns whether that went well, after at most ten minutes. */
export async function aptInstall(packages: string[]): Promise<boolean> {
  if (!(await updateOnce())) return false;
  return withoutServices(async () => {
    const { code, output } = await run(
      'apt-get',
      [...patience, 'install', '-y', '--no-install-recommends', ...packages],
      quiet,
    );
    if (code !== 0) console.log(output.trimEnd().split('\n').slice(-3).join('\n'));
    return code === 0;
  });
}

let updated: Promise<boolean> | undefined;
function updateOnce(): Promise<boolean> {
  updated ??= run('apt-get', [...patience, 'update'], quiet).then(({ code }) => code === 0);
  return updated;
}

/** Debian starts a server when it installs one. Ours are private to a session, so nothing may listen on the usual port. */
async function withoutServices<T>(work: () => Promise<T>): Promise<T> {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return work();
  await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    await rm(policy, { force: true });
  }
}
