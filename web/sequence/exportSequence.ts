import { useFlowStore } from '../flow/flowStore.ts';
import { download, fileName } from '../flows/flowFile.ts';
import { fontsFor } from '../share/picture/fonts.ts';
import { escaped, tag } from '../share/picture/markup.ts';
import { pngOf, type Picture } from '../share/picture/canvasPicture.ts';
import { drawSequence, type Shape } from './drawSequence.ts';
import { layoutSequence, type SequenceLayout } from './layoutSequence.ts';
import { mermaidOf } from './mermaid.ts';
import type { SequencePalette } from './palette.ts';
import type { Sequence } from '../trace/sequence.ts';

export interface SequenceExport {
  sequence: Sequence;
  title: string;
  colors: SequencePalette;
}

/** Room for the names above the lines. */
const headPx = 34;
const fontFamily = "'Inter Variable', sans-serif";

/** The whole diagram as one SVG, drawn by the same shapes as on the page. */
export function sequenceSvg({ sequence, title, colors }: SequenceExport, fonts = ''): Picture {
  const layout = layoutSequence(sequence);
  const size = { width: layout.width, height: layout.height + headPx };
  const shapes = [...headShapes(layout, colors), ...drawSequence(layout, { from: 0, to: sequence.rowCount }, colors)];
  const drawn =
    tag('rect', { x: 0, y: -headPx, ...size, fill: colors.back }) +
    tag('g', { 'font-family': fontFamily }, shapes.map(textOf).join(''));
  const style = fonts === '' ? '' : `<style>${escaped(fonts).replaceAll('&quot;', '"')}</style>`;
  const frame = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 ${-headPx} ${size.width} ${size.height}`, ...size };
  return { svg: tag('svg', frame, `<title>${escaped(title)}</title>${style}${drawn}`), size };
}

function headShapes({ sequence, xs, headWidths }: SequenceLayout, colors: SequencePalette): Shape[] {
  return sequence.lifelines.flatMap(({ name }, column): Shape[] => {
    const [x, width] = [xs[column] ?? 0, headWidths[column] ?? 0];
    const box = { x: x - width / 2, y: -headPx + 6, width, height: 24, rx: 4, fill: colors.head, stroke: colors.line };
    const text = { x, y: -headPx + 22, 'font-size': 12, 'text-anchor': 'middle', fill: colors.text };
    return [
      { key: `head ${column}`, tag: 'rect', attributes: box },
      { key: `name ${column}`, tag: 'text', attributes: text, text: name },
    ];
  });
}

const textOf = (shape: Shape): string =>
  tag(shape.tag, shape.attributes, shape.text === undefined ? '' : escaped(shape.text));

/** Gives the diagram as a file. */
export async function saveSequence(kind: 'svg' | 'png' | 'mmd', what: SequenceExport): Promise<void> {
  const { flow } = useFlowStore.getState();
  const name = fileName({ ...flow, name: `${flow.name} sequence` }, kind);
  if (kind === 'mmd') {
    download(name, new Blob([mermaidOf(what.sequence)], { type: 'text/plain' }));
    return;
  }
  const picture = sequenceSvg(what, await fontsFor(sequenceSvg(what).svg));
  download(name, kind === 'svg' ? new Blob([picture.svg], { type: 'image/svg+xml' }) : await pngOf(picture));
}
