import { expect, test } from 'vitest';
import { dedented } from './dedented.ts';
import { fileTree, findFiles, foldersOf } from './fileTree.ts';

test('files become a tree, folders first', () => {
  expect(fileTree(['README.md', 'apps/b/main.ts', 'apps/a.ts', 'Dockerfile'])).toEqual([
    {
      value: 'apps',
      label: 'apps',
      children: [
        { value: 'apps/b', label: 'b', children: [{ value: 'apps/b/main.ts', label: 'main.ts' }] },
        { value: 'apps/a.ts', label: 'a.ts' },
      ],
    },
    { value: 'Dockerfile', label: 'Dockerfile' },
    { value: 'README.md', label: 'README.md' },
  ]);
});

test('the folders of a file lead to it', () => {
  expect(foldersOf('apps/b/main.ts')).toEqual(['apps', 'apps/b']);
});

test('a search finds names before texts, and shows the line', () => {
  const files = { 'a.ts': 'first\n  const Timeout = 1;', 'timeout.ts': '', 'b.ts': 'nothing' };
  expect(findFiles(files, ' timeout ')).toEqual([
    { path: 'timeout.ts', line: undefined },
    { path: 'a.ts', line: 'const Timeout = 1;' },
  ]);
  expect(findFiles(files, ' ')).toEqual([]);
});

test('an excerpt loses the margin that it has in its file, and texts inside it lose nothing', () => {
  expect(dedented('  a {\n    b\n `x`\n  }')).toBe('a {\n  b\n `x`\n}');
});
