import { expect, test } from 'vitest';
import { sequenceOf } from '../trace/sequence.ts';
import { hopsOf, recorded, recordedNames } from '../trace/testing/recordings.ts';
import { drawSequence } from './drawSequence.ts';
import { sequenceSvg } from './exportSequence.ts';
import { layoutSequence } from './layoutSequence.ts';
import { mermaidOf } from './mermaid.ts';
import { palettes } from './palette.ts';

const sequenceNamed = (name: string) => {
  const recording = recorded(name);
  return sequenceOf(recording.flow, hopsOf(recording));
};

test('a trace is written as Mermaid', () => {
  expect(mermaidOf(sequenceNamed('event-handler-threw'))).toBe(`sequenceDiagram
  actor p0 as buyer
  participant p1 as api-gateway
  participant p2 as orders
  participant p3 as redis
  participant p4 as audit
  p0->>p1: POST /orders
  p1->>p2: create_order
  p2-->>p1: { id }
  p1-->>p0: 201
  p2-)p3: order_created
  p3-)p4: order_created
  Note over p4: threw Disk full
`);
});

test('what never arrived ends in a cross, in Mermaid, too', () => {
  const text = mermaidOf(sequenceNamed('service-killed'));
  expect(text).toContain('p2-xp3: charge');
  expect(mermaidOf(sequenceNamed('late-reply'))).toContain('p2--xp1: no answer: timeout 1 s');
});

test.each(recordedNames)(
  '%s is drawn whole: every message has its words, and nothing stands outside of the picture',
  (name) => {
    const sequence = sequenceNamed(name);
    const { svg, size } = sequenceSvg({ sequence, title: name, colors: palettes.light });
    expect(svg.match(/NaN|undefined|Infinity/)).toBe(null);
    for (const { name: who } of sequence.lifelines) expect(svg).toContain(`>${who}</text>`);
    const layout = layoutSequence(sequence);
    for (const { tag, attributes } of drawSequence(layout, { from: 0, to: sequence.rowCount }, palettes.light)) {
      if (tag !== 'rect') continue;
      expect(Number(attributes['x']) + Number(attributes['width'])).toBeLessThanOrEqual(size.width);
      expect(Number(attributes['x'])).toBeGreaterThanOrEqual(0);
    }
  },
);

test('only the rows in sight are drawn, and an arrow that passes through them', () => {
  const layout = layoutSequence(sequenceNamed('retries-in-vain'));
  const drawn = drawSequence(layout, { from: 8, to: 9 }, palettes.dark);
  const labels = drawn.filter(({ key }) => key.endsWith('label')).map(({ text }) => text);
  // Two requests are still under way while the second try is given up.
  expect(labels).toEqual(['charge', 'charge · try 2', 'no answer: timeout 200 ms']);
});
