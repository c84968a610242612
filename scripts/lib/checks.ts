import { run } from './run.ts';

interface Check {
  name: string;
  command: string;
  args: string[];
}

/** The `fix` of each stands in scripts/fix.ts. */
const checks: Check[] = [
  { name: 'format', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
  { name: 'types', command: 'tsc', args: ['--noEmit', '--pretty'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
];

/** Runs all checks at once and prints what each has to say. Returns whether all of them passed. */
export async function check(): Promise<boolean> {
  const passed = await Promise.all(
    checks.map(async ({ name, command, args }) => {
      const { code, output } = await run(command, args, { quiet: true });
      console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
      if (code !== 0) console.log(output.trimEnd());
      return code === 0;
    }),
  );
  if (passed.includes(false)) console.log('`npm run fix` mends format and the simpler lint; the rest is yours.');
  return !passed.includes(false);
}
