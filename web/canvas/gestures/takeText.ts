import { emptyFlow, placedParts, type Position } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { prepareEdit } from '#shared/flow/edits.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { useNotices } from '../../ui/notices.ts';
import { inTurns, nextTask } from '../../ui/inTurns.ts';
import { selectableOf } from '../boxIds.ts';
import { onGrid } from '../canvasPrefs.ts';
import { parseInTurns } from './parseInTurns.ts';
import { cornerOf, pasteOf } from './paste.ts';

/** Nothing that a person copies is longer; a stray gigabyte must not stop the page. */
const maxText = 5_000_000;
const noteText = 10_000;

/**
 * Takes a text from the clipboard or a file: a flow is put on the canvas at this place, whatever it was copied from; any other
 * words become a note. One gesture, selected when it is there.
 */
export function takeText(text: string, at: Position): void {
  const { say } = useNotices.getState();
  if (text.trim() === '') return;
  if (text.length > maxText) {
    say('bad', 'That is larger than 5 MB. Copy less at once, or drag the file in part by part.');
    return;
  }
  const value = jsonIn(text);
  if (value === undefined) {
    putNote(text.trim(), at);
    return;
  }
  void putFlow(value, at);
}

/** Whether a text is meant as JSON: words with a brace somewhere are words. */
function jsonIn(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function putFlow(value: unknown, at: Position): Promise<void> {
  const { say } = useNotices.getState();
  const parsed = await parseInTurns(value);
  if (!parsed.ok) {
    say('bad', `That is not a Patchbay flow: ${parsed.problem.message}`);
    return;
  }
  const clip = parsed.value;
  if (placedParts.every((part) => Object.keys(itemsOf(clip, part)).length === 0)) {
    say('info', 'That flow is empty: there is nothing in it to put here.');
    return;
  }
  const corner = cornerOf(clip);
  const wanted = onGrid(at);
  const by = { x: wanted.x - corner.x, y: wanted.y - corner.y };
  await nextTask();
  const { flow, edit } = useFlowStore.getState();
  const { edits, boxes, leftOut } = pasteOf(flow, clip, by);
  await inTurns(edits, prepareEdit);
  const refusal = edit(edits);
  if (refusal !== undefined) {
    say('bad', refusal.message);
    return;
  }
  await nextTask();
  useSelectionStore.getState().selectAll(boxes.map(selectableOf));
  if (leftOut.length > 0) {
    const wires = leftOut.length === 1 ? `wire ${leftOut[0]}` : `wires ${leftOut.join(', ')}`;
    say('info', `Left out: ${wires}, since what it leads to is not here. Draw it to something else.`);
  }
}

function putNote(text: string, at: Position): void {
  const { flow, edit } = useFlowStore.getState();
  const lines = text.slice(0, noteText).split('\n').length;
  const size = { width: 260, height: Math.min(400, 40 + lines * 20) };
  const note = { text: text.slice(0, noteText), position: onGrid(at), size };
  const clip = { ...emptyFlow(), notes: { note } };
  const { edits, boxes } = pasteOf(flow, clip, { x: 0, y: 0 });
  const refusal = edit(edits);
  if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
  else useSelectionStore.getState().selectAll(boxes.map(selectableOf));
}
