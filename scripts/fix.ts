/** npm run fix: whatever a tool can mend by itself. */
import { run } from './lib/run.ts';

const lint = await run('oxlint', ['--type-aware', '--fix']);
const format = await run('prettier', ['--write', '--log-level=warn', '.']);
process.exitCode = lint.code || format.code;
