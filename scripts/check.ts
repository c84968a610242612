/** npm run check: format, types and lint. */
import { check } from './lib/checks.ts';

process.exitCode = (await check()) ? 0 : 1;
