import type { Sequence, SequenceRow } from '../trace/sequence.ts';

/** Where the parts of a sequence diagram stand, in px. */
export interface SequenceLayout {
  sequence: Sequence;
  /** The middle of each lifeline. */
  xs: readonly number[];
  /** How much a lifeline's name may take. */
  headWidths: readonly number[];
  width: number;
  height: number;
}

export const rowPx = 30;
export const timePx = 76;
const padPx = 10;
const letterPx = 6.6;
const headLetterPx = 7.4;
const gap = { min: 110, max: 250 };
export const maxNotePx = 300;

/** Lifelines stand as far from each other as what goes between two neighbours needs. */
export function layoutSequence(sequence: Sequence): SequenceLayout {
  const { lifelines, rows, rowCount } = sequence;
  const headWidths = lifelines.map(({ name }) => Math.min(Math.max(name.length * headLetterPx + 34, 70), gap.max - 10));
  const gaps = lifelines.map((_, column) => {
    const heads = ((headWidths[column] ?? 0) + (headWidths[column + 1] ?? 0)) / 2 + 12;
    return Math.max(gap.min, heads);
  });
  for (const row of rows) {
    if (row.what !== 'arrow' || Math.abs(row.from - row.to) > 1) continue;
    const column = Math.min(row.from, row.to);
    gaps[column] = Math.min(gap.max, Math.max(gaps[column] ?? 0, row.label.length * letterPx + 44));
  }
  const xs: number[] = [];
  let x = timePx + (headWidths[0] ?? 0) / 2 + padPx;
  for (const size of gaps) {
    xs.push(x);
    x += size;
  }
  const last = (xs.at(-1) ?? timePx) + (headWidths.at(-1) ?? 0) / 2;
  const right = Math.max(last, ...rows.map((row) => rightOf(row, xs)));
  return { sequence, xs, headWidths, width: Math.ceil(right + padPx), height: rowCount * rowPx + 2 * padPx };
}

/** The middle of a row. */
export const yOf = (row: number): number => padPx + row * rowPx + rowPx / 2;

export const noteWidth = (text: string): number => Math.min(maxNotePx, text.length * letterPx + 18);

/** A note stands over its lifeline, and wholly on the drawing. */
export const noteLeft = (x: number, width: number): number => Math.max(timePx, x - width / 2);

function rightOf(row: SequenceRow, xs: readonly number[]): number {
  if (row.what === 'arrow') return row.from === row.to ? (xs[row.from] ?? 0) + 160 : 0;
  const width = noteWidth(row.text);
  return noteLeft(xs[row.at] ?? 0, width) + width;
}
