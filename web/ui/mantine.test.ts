import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const web = join(import.meta.dirname, '..');
const styles = join(web, '../node_modules/@mantine/core/styles');

test('the style sheet of every Mantine component that is used is imported', () => {
  const imported = readFileSync(join(import.meta.dirname, 'mantine.css'), 'utf8');
  const components = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
  const used = new Set(
    components.flatMap((file) => {
      const names = /import \{([^}]*)\} from '@mantine\/core'/.exec(readFileSync(join(web, file), 'utf8'))?.[1] ?? '';
      return names.split(',').map((name) => name.trim());
    }),
  );
  const missing = [...used].filter(
    (name) => name !== '' && existsSync(join(styles, `${name}.css`)) && !imported.includes(`/styles/${name}.css'`),
  );
  expect(missing).toEqual([]);
});
