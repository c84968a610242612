import type { NodeProps } from '@xyflow/react';
import { lazy, Suspense } from 'react';
import { own } from '#shared/flow/lookup.ts';
import { isReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { boxOf } from '../boxIds.ts';
import { ResizeHandles } from '../groups/ResizeHandles.tsx';
import { useRenaming } from '../renaming.ts';
import classes from './NoteBox.module.css';
import { NoteEditor } from './NoteEditor.tsx';

// The words show at once; how they are meant to look follows.
const Markdown = lazy(() => import('./Markdown.tsx').then((file) => ({ default: file.Markdown })));

const usualWidth = 220;
const least = { width: 80, height: 40 };

/** Words on the canvas, in Markdown. A double click, or F2 on the selected note, turns them into a field. */
export function NoteBox({ id: node, selected }: NodeProps) {
  const { id } = boxOf(node);
  const note = useFlowStore(({ flow }) => own(flow.notes, id));
  const isEditing = useRenaming(({ box }) => box?.part === 'notes' && box.id === id);
  if (note === undefined) return null;
  return (
    <>
      <div
        // Its own words may be longer than it is large: then the wheel scrolls them.
        className={`${classes.note} ${selected ? 'nowheel' : ''}`}
        style={note.size === undefined ? { width: usualWidth } : undefined}
        data-selected={selected}
        data-testid={`note-${id}`}
        onDoubleClick={() => {
          if (!isReadOnly()) useRenaming.setState({ box: { part: 'notes', id } });
        }}
      >
        {isEditing ? (
          <NoteEditor id={id} text={note.text} />
        ) : (
          <Suspense fallback={<div className={classes.plain}>{note.text}</div>}>
            <Markdown text={note.text} />
          </Suspense>
        )}
      </div>
      {selected && (
        <ResizeHandles
          box={{ part: 'notes', id }}
          position={note.position}
          size={note.size}
          name="the note"
          least={least}
        />
      )}
    </>
  );
}
