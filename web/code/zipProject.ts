import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';

const named = z.object({ name: z.string() });

/** A project as one file, in a folder of its own. */
export function zipProject(files: Readonly<Record<string, string>>): { name: string; content: Blob } {
  const { name } = named.parse(JSON.parse(files['package.json'] ?? '{"name":"project"}'));
  const entries = Object.entries(files).map(([path, text]) => [`${name}/${path}`, strToU8(text)] as const);
  const bytes = zipSync(Object.fromEntries(entries), { level: 6 });
  return { name: `${name}.zip`, content: new Blob([new Uint8Array(bytes)], { type: 'application/zip' }) };
}
