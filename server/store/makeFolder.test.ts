import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/tempFolder.ts';
import { makeFolder } from './makeFolder.ts';

test('a folder is made with those it lies in, for its owner alone, and one that is there stays', () => {
  using folder = tempFolder();
  const wanted = join(folder.path, 'a/b/c');
  makeFolder(wanted);
  makeFolder(wanted);
  expect(statSync(wanted).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder.path, 'a')).mode & 0o777).toBe(0o700);
});

test('where no folder can be made, that is said at once', () => {
  using folder = tempFolder();
  const file = join(folder.path, 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(join(file, 'a/b'))).toThrow(`no folder can be made in ${file} (ENOTDIR)`);
});

// Elsewhere it is a place like any other.
test.skipIf(process.platform !== 'linux')('below /proc, too', () => {
  expect(() => makeFolder('/proc/patchbay/flows')).toThrow('no folder can be made in /proc (ENOENT)');
});
