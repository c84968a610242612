import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './paths.ts';

const packageJson: unknown = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

/** `0.1.0` */
export const patchbayVersion = z.object({ version: z.string() }).parse(packageJson).version;
