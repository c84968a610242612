import { truthColumns } from './columns.ts';
import { situations } from './situations.ts';
import type { TruthTable } from './truthTable.ts';

/** docs/transports.md: a table for each group, with the transports side by side. */
export function truthMarkdown(table: TruthTable): string {
  const groups = [...new Set(situations.map(({ group }) => group))];
  return [intro, ...groups.map((group) => `## ${group}\n\n${tableOf(table, group)}`)].join('\n\n') + '\n';
}

const intro = `# What each transport does

Seen, not remembered: written by \`server/acceptance/truth/truthTable.live.test.ts\` from real runs on NestJS 12, and compared with the real
thing in every run of the tests. The page shows the same table (Ctrl K, "What each transport does") and opens each cell as a
playground.

- The caller waits 2.5 s: "never answers" means that nothing had come by then, and that nothing but the caller's own timeout ends the wait.
- "shared" is a queue group, a shared subscription or the like: the replicas share the messages, as NestJS lets them when told to.
- "acknowledged" is a queue with \`noAck: false\` and \`prefetch: 1\`: a message has been delivered when it has been handled, and the next one comes then.
- What is said after a semicolon is what became of the message: handled by how many, delivered later, or lost.`;

function tableOf(table: TruthTable, group: string): string {
  const rows = situations.filter((situation) => situation.group === group);
  const head = ['', ...truthColumns.map(({ label }) => label)];
  const body = rows.map(({ id, title }) => [title, ...truthColumns.map((column) => cell(table[column.id]?.[id]))]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** A bar would end the cell. */
const cell = (text: string | undefined): string => (text === undefined ? '–' : text.replaceAll('|', '\\|'));
