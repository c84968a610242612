/** Each boundary and each house rule of .oxlintrc.json bites: one run of oxlint over small bad files in a copy of our layout. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at } from './lib/paths.ts';

interface Snippet {
  file: string;
  code: string;
  says: string;
}

const boundaries: Snippet[] = [
  { file: 'shared/a.ts', code: `import 'rxjs';`, says: 'imports zod and nothing else' },
  { file: 'shared/flow/b.ts', code: `import 'node:fs';`, says: 'imports zod and nothing else' },
  { file: 'shared/c.ts', code: `import '../server/x.ts';`, says: 'imports zod and nothing else' },
  {
    file: 'server/runner/wire/a.ts',
    code: `import type { S } from '../../session/s.ts'; export type A = S;`,
    says: 'The runner is a process of its own',
  },
  {
    file: 'server/runner/b.ts',
    code: `export const b = import('../paths.ts');`,
    says: 'The runner is a process of its own',
  },
  { file: 'server/session/a.ts', code: `import '../runner/plan.ts';`, says: 'The server never imports the runner' },
  {
    file: 'server/b.ts',
    code: `export type B = import('./runner/plan.ts').Plan;`,
    says: 'The server never imports the runner',
  },
  { file: 'server/c.ts', code: `import '../web/flow/flowStore.ts';`, says: 'The server serves the built page' },
  { file: 'web/a.ts', code: `import '../server/paths.ts';`, says: 'web/ never imports the server' },
  { file: 'web/b.ts', code: `import 'node:path';`, says: 'web/ runs in a browser' },
  { file: 'web/timeline/a.ts', code: `import '@xyflow/react';`, says: 'Only web/canvas/ knows React Flow' },
  {
    file: 'web/timeline/b.ts',
    code: `import 'socket.io-client';`,
    says: 'Only web/connection/ knows socket.io-client',
  },
  { file: 'server/d.ts', code: `import 'socket.io';`, says: 'Only server/session/ knows socket.io' },
  {
    file: 'server/e.ts',
    code: `import '@nestjs/microservices';`,
    says: 'Only server/runner/ and server/control/ know @nestjs/microservices',
  },
  { file: 'server/runner/c.ts', code: `import 'quickjs-emscripten';`, says: 'only in server/runner/sandbox/' },
  { file: 'web/trace/traceStore.ts', code: `import '../connection/socket.ts';`, says: 'A store holds state' },
  { file: 'web/flow/flowStore.ts', code: `import '../canvas/Canvas.tsx';`, says: 'A store holds state' },
  { file: 'e2e/a.spec.ts', code: `import '../web/a.ts';`, says: 'A journey knows only what a user can see' },
  { file: 'server/f.ts', code: `import '../scripts/lib/run.ts';`, says: 'The product never imports its tooling' },
  { file: 'shared/d.test.ts', code: `import 'node:timers/promises';`, says: 'A test never sleeps' },
  { file: 'web/c.ts', code: `export { x } from './x.ts';`, says: 'A barrel makes import circles' },
  { file: 'web/steps/reply.ts', code: `export * from './x.ts';`, says: 'A barrel makes import circles' },
];

const houseRules: Snippet[] = [
  {
    file: 'shared/ring/a.ts',
    code: `import type { B } from '#shared/ring/b.ts'; export type A = B;`,
    says: 'no-cycle',
  },
  { file: 'shared/ring/b.ts', code: `import type { A } from './a.ts'; export type B = A;`, says: 'no-cycle' },
  { file: 'web/d.ts', code: 'export default 1;', says: 'no-default-export' },
  { file: 'web/e.ts', code: `import './x';`, says: 'extensions' },
  { file: 'web/f.ts', code: 'Math.random();\n'.repeat(251), says: 'max-lines' },
  { file: 'web/g.ts', code: 'export function g(a: 1, b: 1, c: 1, d: 1) { return [a, b, c, d]; }', says: 'max-params' },
  { file: 'web/h.ts', code: `console.log('h');`, says: 'no-console' },
  { file: 'web/i.ts', code: 'try { JSON.parse(name); } catch {}', says: 'no-empty' },
  { file: 'web/j.ts', code: 'export const j = (a: any) => a;', says: 'no-explicit-any' },
  { file: 'web/k.ts', code: 'export const k = (a?: string) => a!;', says: 'no-non-null-assertion' },
  { file: 'web/l.ts', code: `Promise.resolve();`, says: 'no-floating-promises' },
  {
    file: 'web/m.ts',
    code: `export function m(a: 'x' | 'y') { switch (a) { case 'x': return 1; } return 2; }`,
    says: 'switch-exhaustiveness-check',
  },
  { file: 'web/n.ts', code: `import { X } from './x.ts'; export type N = X;`, says: 'consistent-type-imports' },
  { file: 'web/o.test.ts', code: `import { test } from 'vitest'; test.only('o', () => {});`, says: 'no-focused-tests' },
];

const allowed: Omit<Snippet, 'says'>[] = [
  { file: 'shared/ok.ts', code: `import 'zod'; import '#shared/flow/flow.ts';` },
  {
    file: 'server/runner/wire/ok.ts',
    code: `import '../plan.ts'; import '@nestjs/microservices'; import '#shared/a.ts';`,
  },
  { file: 'server/runner/sandbox/ok.ts', code: `import 'quickjs-emscripten';` },
  { file: 'server/session/ok.ts', code: `import 'socket.io'; import '../store/s.ts';` },
  { file: 'server/control/ok.ts', code: `import '@nestjs/microservices';` },
  { file: 'server/session/ok.live.test.ts', code: `import 'socket.io-client'; import '@nestjs/microservices';` },
  { file: 'web/canvas/ok.tsx', code: `import '@xyflow/react'; import '../flow/flowStore.ts';` },
  { file: 'web/connection/ok.ts', code: `import 'socket.io-client'; import 'rxjs'; import '../trace/traceStore.ts';` },
  { file: 'web/steps/index.ts', code: `export { reply } from './reply.ts';` },
  { file: 'server/main.ts', code: `console.log('ready');` },
];

interface Diagnostic {
  filename: string;
  code: string;
  message: string;
}

const said = new Map<string, string[]>();
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-lint-'));
  for (const name of ['.oxlintrc.json', 'package.json', 'tsconfig.json', 'scripts/lint']) {
    await cp(at(name), join(folder, name), { recursive: true });
  }
  await symlink(at('node_modules'), join(folder, 'node_modules'), 'dir');
  for (const { file, code } of [...boundaries, ...houseRules, ...allowed]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), code);
  }
  for (const { filename, code, message } of await lint()) {
    said.set(filename, [...(said.get(filename) ?? []), `${code} ${message}`]);
  }
});
afterAll(() => rm(folder, { recursive: true }));

function lint(): Promise<Diagnostic[]> {
  return new Promise((resolve, reject) => {
    const oxlint = at('node_modules/.bin/oxlint');
    execFile(
      oxlint,
      ['--type-aware', '-f', 'json', 'shared', 'server', 'web', 'e2e'],
      { cwd: folder, maxBuffer: 1e8 },
      (_, stdout, stderr) => {
        try {
          resolve((JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics);
        } catch {
          reject(new Error(`oxlint did not run: ${stdout}${stderr}`));
        }
      },
    );
  });
}

describe('a boundary says what to do instead', () => {
  test.each(boundaries)('$file: $code', ({ file, says }) => {
    expect(said.get(file)?.join('\n')).toContain(says);
  });
});

describe('a house rule', () => {
  test.each(houseRules)('$says', ({ file, says }) => {
    expect(said.get(file)?.join('\n')).toContain(`(${says})`);
  });
});

describe('what is allowed stays allowed', () => {
  test.each(allowed)('$file: $code', ({ file }) => {
    expect(said.get(file)).toBeUndefined();
  });
});
