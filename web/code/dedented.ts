/** Lines without the space that all of them begin with. Lines inside longer texts may begin with less. */
export function dedented(text: string): string {
  const lines = text.split('\n');
  const margin = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => (line.startsWith(' '.repeat(margin)) ? line.slice(margin) : line)).join('\n');
}
