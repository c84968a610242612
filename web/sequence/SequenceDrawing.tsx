import { createElement, memo } from 'react';
import { drawSequence, type Rows } from './drawSequence.ts';
import type { SequenceLayout } from './layoutSequence.ts';
import type { SequencePalette } from './palette.ts';
import classes from './Sequence.module.css';

interface DrawingProps {
  layout: SequenceLayout;
  rows: Rows;
  colors: SequencePalette;
}

/** The lines of the rows in sight. What they mean is said by the buttons below them. */
export const SequenceDrawing = memo(function SequenceDrawing({ layout, rows, colors }: DrawingProps) {
  return (
    <svg className={classes.drawing} width={layout.width} height={layout.height} aria-hidden data-testid="sequence">
      {drawSequence(layout, rows, colors).map(({ key, tag, attributes, text }) =>
        createElement(tag, { key, ...asProps(attributes) }, text),
      )}
    </svg>
  );
});

/** `stroke-width` is `strokeWidth` to React. */
function asProps(attributes: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
