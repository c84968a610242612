import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * The script that chooses light or dark before anything is drawn; those of the page come later, and would show the other theme
 * first. What was chosen is where Mantine keeps it; without a choice the system says. A page holds it in its head, before its styles.
 */
export const firstScheme = (): string => readFileSync(join(import.meta.dirname, '../../web/ui/firstScheme.js'), 'utf8');

/** Puts it into every HTML page. */
export const firstSchemePlugin = (): Plugin => ({
  name: 'patchbay-first-scheme',
  transformIndexHtml: () => [{ tag: 'script', children: firstScheme(), injectTo: 'head-prepend' }],
});
