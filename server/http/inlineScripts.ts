import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** Names one inline script in a Content-Security-Policy. */
export const hashOfScript = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * What a Content-Security-Policy lets run of a page's own inline scripts: one `'sha256-…'` of each.
 * None when the page has not been built.
 */
export function inlineScripts(file: string): string[] {
  if (!existsSync(file)) return [];
  const scripts = readFileSync(file, 'utf8').matchAll(/<script>([^]*?)<\/script>/g);
  return [...scripts].map(([, text = '']) => hashOfScript(text));
}
