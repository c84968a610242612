import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../testing/tempFolder.ts';
import { inlineScripts } from './inlineScripts.ts';

test('the scripts that stand in a page may run, and a page that is not built has none', () => {
  using folder = tempFolder();
  const file = join(folder.path, 'index.html');
  expect(inlineScripts(file)).toEqual([]);
  writeFileSync(file, '<head><script>alert(1)</script><script type="module" src="/a.js"></script></head>');
  // As openssl makes it of the text between the tags.
  expect(inlineScripts(file)).toEqual(["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]);
});
