import type { ArrowRow, Sequence, SequenceRow } from '../sequence.ts';

/** A row as a sentence, for those who hear it: `orders asks payments: charge`, `payments replies to orders: 402 Card declined`. */
export function rowWords({ lifelines }: Sequence, row: SequenceRow): string {
  const nameOf = (column: number): string => lifelines[column]?.name ?? '';
  if (row.what === 'note') return `${nameOf(row.at)}: ${row.text}`;
  return `${nameOf(row.from)} ${verbOf(row)} ${nameOf(row.to)}${row.label === '' ? '' : `: ${row.label}`}`;
}

function verbOf({ kind, ghost, late, failed }: ArrowRow): string {
  switch (kind) {
    case 'request':
      return ghost ? 'asks, but does not reach,' : 'asks';
    case 'event':
      return ghost ? 'tells, but does not reach,' : 'tells';
    case 'reply':
      if (ghost === 'waiting') return 'has not answered';
      if (ghost === 'unanswered') return 'gives no answer to';
      if (ghost === 'unreached') return 'replies, but does not reach,';
      return late ? 'replies too late to' : failed ? 'replies with an error to' : 'replies to';
  }
}
