import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** A path inside the project, from its root. */
export const at = (...parts: string[]): string => join(root, ...parts);
