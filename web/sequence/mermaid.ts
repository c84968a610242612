import type { ArrowRow, Sequence } from '../trace/sequence.ts';

/**
 * The diagram as Mermaid text. Mermaid draws arrows level, so one that was long under way stands where it left; and it has no
 * ghosts, so what never arrived ends in a cross.
 */
export function mermaidOf({ lifelines, rows }: Sequence): string {
  const lines = ['sequenceDiagram'];
  for (const [column, { name, kind }] of lifelines.entries())
    lines.push(`  ${kind === 'driver' || kind === 'outside' ? 'actor' : 'participant'} p${column} as ${plain(name)}`);
  for (const row of rows) {
    if (row.what === 'note') lines.push(`  Note over p${row.at}: ${plain(row.text)}`);
    else lines.push(`  p${row.from}${arrowOf(row)}p${row.to}: ${plain(labelOf(row))}`);
  }
  return `${lines.join('\n')}\n`;
}

function arrowOf({ kind, ghost }: ArrowRow): string {
  const isLost = ghost !== undefined;
  switch (kind) {
    case 'request':
      return isLost ? '-x' : '->>';
    case 'event':
      return isLost ? '-x' : '-)';
    case 'reply':
      return isLost ? '--x' : '-->>';
  }
}

const labelOf = ({ label, failed, kind, ghost }: ArrowRow): string =>
  failed && kind === 'reply' && ghost === undefined ? `error: ${label}` : label === '' ? 'ok' : label;

/** What would end a line or begin something in Mermaid, as its number. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[#;<>%]/g, (letter) => `#${letter.codePointAt(0)};`)
    .replaceAll(/\bend\b/g, '#101;nd');
