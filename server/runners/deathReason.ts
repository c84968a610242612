export interface Death {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The end of what it wrote to stderr. */
  stderr: string;
}

/** Why a runner ended, to go after "the runner …". */
export function deathReason({ code, signal, stderr }: Death): string {
  if (/heap limit|out of memory/i.test(stderr)) return 'ran out of memory';
  if (signal !== null) return `was killed (${signal})`;
  const lastWords = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at ') && !line.startsWith('Node.js v'))
    .at(-1);
  return `ended with exit code ${code ?? 'unknown'}${lastWords === undefined ? '' : ` (${lastWords.slice(0, 200)})`}`;
}
