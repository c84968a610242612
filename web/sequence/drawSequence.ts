import { durationText } from '../ui/durationText.ts';
import type { ArrowRow, NoteRow, SequenceRow } from '../trace/sequence.ts';
import { notYetUs } from '../trace/sequence/arrows.ts';
import { noteLeft, noteWidth, yOf, type SequenceLayout } from './layoutSequence.ts';
import type { SequencePalette } from './palette.ts';

/** One SVG element: drawn by React on the page, written as text into a file. */
export interface Shape {
  key: string;
  tag: 'line' | 'path' | 'rect' | 'text';
  attributes: Readonly<Record<string, string | number>>;
  text?: string;
}

export interface Rows {
  from: number;
  /** Not drawn any more. */
  to: number;
}

/** The shapes of these rows; an arrow that only passes through them is one of them. */
export function drawSequence(layout: SequenceLayout, rows: Rows, colors: SequencePalette): Shape[] {
  const { sequence, xs } = layout;
  const [top, bottom] = [yOf(rows.from) - 20, Math.min(yOf(rows.to), layout.height)];
  const lines = xs.map((x, column): Shape => ({
    key: `lifeline ${column}`,
    tag: 'line',
    attributes: { x1: x, x2: x, y1: top, y2: bottom, stroke: colors.line, 'stroke-width': 1.5 },
  }));
  const works = sequence.activations
    .filter(({ fromRow, toRow }) => toRow >= rows.from && fromRow < rows.to)
    .map(({ at, fromRow, toRow, hopId }): Shape => {
      const height = Math.max(yOf(toRow) - yOf(fromRow), 8);
      const attributes = { x: (xs[at] ?? 0) - 4, y: yOf(fromRow) + 6, width: 8, height, rx: 2 };
      return {
        key: `work ${hopId} ${at} ${fromRow}`,
        tag: 'rect',
        attributes: { ...attributes, fill: colors.work, stroke: colors.line },
      };
    });
  const drawn = sequence.rows.filter((row) => endOf(row) >= rows.from && row.row < rows.to);
  return [
    ...lines,
    ...works,
    ...drawn.flatMap((row) => [...timeOf(row, layout, colors), ...shapesOf(row, layout, colors)]),
  ];
}

const endOf = (row: SequenceRow): number => (row.what === 'arrow' ? row.arrivalRow : row.row);

function shapesOf(row: SequenceRow, layout: SequenceLayout, colors: SequencePalette): Shape[] {
  return row.what === 'arrow' ? arrowShapes(row, layout, colors) : noteShapes(row, layout, colors);
}

function timeOf(row: SequenceRow, { sequence }: SequenceLayout, colors: SequencePalette): Shape[] {
  const us = row.what === 'arrow' ? row.leftUs : row.atUs;
  const text = us === notYetUs ? 'now' : durationText((us - sequence.startUs) / 1000);
  return [textShape(`time ${row.row}`, text, { x: 64, y: yOf(row.row) + 8, fill: colors.dim, 'text-anchor': 'end' })];
}

function arrowShapes(row: ArrowRow, { xs }: SequenceLayout, colors: SequencePalette): Shape[] {
  const color = colorOf(row, colors);
  const key = `${row.hopId} ${row.kind} ${row.seq} ${row.from} ${row.to} ${row.row}`;
  const [x1, x2] = [xs[row.from] ?? 0, xs[row.to] ?? 0];
  const [y1, y2] = [yOf(row.row) + 6, yOf(row.arrivalRow) + 6];
  const isDashed = row.kind === 'reply' || row.ghost !== undefined;
  const line = {
    fill: 'none',
    stroke: color,
    'stroke-width': 1.6,
    ...(isDashed ? { 'stroke-dasharray': row.ghost === undefined ? '6 4' : '2 4' } : {}),
  };
  const isSelf = row.from === row.to;
  const d = isSelf ? `M${x1} ${y1 - 6} h34 v12 h-34` : `M${x1} ${y1} L${x2} ${y2}`;
  const angle = isSelf ? Math.PI : Math.atan2(y2 - y1, x2 - x1);
  const tip = isSelf ? { x: x1, y: y1 + 6 } : { x: x2, y: y2 };
  const label = labelPlace(row, { x1, x2, y1, y2 });
  const text = row.failed && row.label === '' ? 'failed' : row.label;
  return [
    { key: `${key} line`, tag: 'path', attributes: { ...line, d } },
    headShape(`${key} head`, row, { ...tip, angle, color }),
    textShape(`${key} label`, fitted(text, label.room), {
      x: label.x,
      y: label.y,
      'text-anchor': isSelf ? 'start' : 'middle',
      fill: row.failed ? colors.error : row.ghost === undefined ? colors.text : colors.dim,
      stroke: colors.back,
      'stroke-width': 4,
      'paint-order': 'stroke',
    }),
  ];
}

interface Ends {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
}

/** Above the line, in its middle; above the first part of one that slants. */
function labelPlace(row: ArrowRow, { x1, x2, y1, y2 }: Ends): { x: number; y: number; room: number } {
  if (row.from === row.to) return { x: x1 + 40, y: y1 + 4, room: 150 };
  const share = y1 === y2 ? 0.5 : 0.3;
  return { x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * share - 5, room: Math.abs(x2 - x1) - 16 };
}

/** Filled where an answer belongs to it, open where nobody answers, a cross where nothing arrived. */
function headShape(key: string, row: ArrowRow, tip: { x: number; y: number; angle: number; color: string }): Shape {
  const { x, y, angle, color } = tip;
  const at = (back: number, aside: number): string => {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return `${round(x - back * cos - aside * sin)} ${round(y - back * sin + aside * cos)}`;
  };
  if (row.ghost !== undefined && row.ghost !== 'waiting') {
    const d = `M${at(14, -4)} L${at(6, 4)} M${at(14, 4)} L${at(6, -4)}`;
    return { key, tag: 'path', attributes: { d, stroke: color, 'stroke-width': 2, fill: 'none' } };
  }
  const isOpen = row.kind === 'event' || row.ghost === 'waiting';
  const d = `M${at(9, -5)} L${at(0, 0)} L${at(9, 5)}${isOpen ? '' : ' Z'}`;
  return {
    key,
    tag: 'path',
    attributes: { d, stroke: color, 'stroke-width': isOpen ? 1.8 : 1, fill: isOpen ? 'none' : color },
  };
}

function noteShapes(row: NoteRow, { xs }: SequenceLayout, colors: SequencePalette): Shape[] {
  const width = noteWidth(row.text);
  const x = noteLeft(xs[row.at] ?? 0, width);
  const y = yOf(row.row) - 10;
  const key = `${row.hopId} note ${row.seq}`;
  const look = {
    fault: { fill: colors.faultBack, stroke: colors.error, 'stroke-dasharray': '4 3' },
    error: { fill: colors.faultBack, stroke: colors.error },
    wait: { fill: colors.waitBack, stroke: colors.wait },
    info: { fill: colors.infoBack, stroke: colors.line },
  }[row.tone];
  return [
    { key: `${key} box`, tag: 'rect', attributes: { x, y, width, height: 22, rx: 3, ...look } },
    textShape(`${key} text`, fitted(row.text, width - 10), {
      x: x + width / 2,
      y: y + 15,
      'text-anchor': 'middle',
      fill: colors.text,
    }),
  ];
}

function colorOf(row: ArrowRow, colors: SequencePalette): string {
  if (row.failed) return colors.error;
  return row.ghost === undefined ? colors[row.kind] : colors.ghost;
}

const fontPx = 11.5;
const textShape = (key: string, text: string, attributes: Shape['attributes']): Shape => ({
  key,
  tag: 'text',
  attributes: { 'font-size': fontPx, ...attributes },
  text,
});

const letterPx = 6.4;
function fitted(text: string, room: number): string {
  const letters = Math.max(3, Math.floor(room / letterPx));
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
