import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inlineScripts } from './inlineScripts.ts';

test('the scripts that stand in a page may run, and a page that is not built has none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-page-'));
  const file = join(folder, 'index.html');
  expect(inlineScripts(file)).toEqual([]);
  await writeFile(file, '<head><script>alert(1)</script><script type="module" src="/a.js"></script></head>');
  // As openssl makes it of the text between the tags.
  expect(inlineScripts(file)).toEqual(["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]);
  await rm(folder, { recursive: true });
});
