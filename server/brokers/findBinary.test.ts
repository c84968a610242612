import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBinary } from './findBinary.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-find-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('looking for a program', () => {
  it('takes the first name that is there, on PATH', async () => {
    await writeFile(join(folder, 'patchbay-b'), '', { mode: 0o755 });
    const env = { PATH: ['/nowhere', folder].join(delimiter) };
    expect(await findBinary(['patchbay-a', 'patchbay-b'], env)).toBe(join(folder, 'patchbay-b'));
  });

  it('passes over folders and files that cannot be run', async () => {
    await writeFile(join(folder, 'patchbay-a'), '', { mode: 0o644 });
    await mkdir(join(folder, 'patchbay-b'));
    expect(await findBinary(['patchbay-a', 'patchbay-b'], { PATH: folder })).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('finds servers in folders that are not on PATH', async () => {
    expect(await findBinary(['env'], {})).toBe('/usr/bin/env');
  });
});
