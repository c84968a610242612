/**
 * A step's place for a person, counted from 1: `step 2`, `step 1 › catch step 3`, `step 1 › branch 2 step 1`.
 *
 * @param path as in the Flow below `steps`: `[1]`, `[0, 'catch', 2]`, `[0, 'branches', 1, 0]`
 */
export function stepLabel(path: readonly (string | number)[]): string {
  const parts: string[] = [];
  let prefix = '';
  for (const [at, part] of path.entries()) {
    if (part === 'branches') continue;
    if (typeof part === 'string') prefix = part === 'steps' ? '' : `${part} `;
    else if (path[at - 1] === 'branches') prefix = `branch ${part + 1} `;
    else {
      parts.push(`${prefix}step ${part + 1}`);
      prefix = '';
    }
  }
  return parts.join(' › ');
}
