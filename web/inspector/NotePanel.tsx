import { IconNote } from '@tabler/icons-react';
import { noteSchema } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { TextField } from '../ui/TextField.tsx';
import { validateWith } from '../ui/validateWith.ts';
import { change } from './change.ts';
import classes from './Inspector.module.css';
import { InspectorHead } from './InspectorHead.tsx';

export function NotePanel({ id }: { id: string }) {
  const note = useFlowStore((state) => own(state.flow.notes, id));
  if (note === undefined) return null;
  return (
    <>
      <InspectorHead icon={IconNote} color="yellow" title="Note" subtitle="words on the canvas" />
      <div className={classes.body}>
        <TextField
          label="Text"
          description="Markdown: **bold**, lists, links, code. HTML is shown as text."
          multiline
          value={note.text}
          validate={validateWith(noteSchema.shape.text)}
          onCommit={(text) => change({ edit: 'set', part: 'notes', id, field: 'text', value: text })}
        />
      </div>
    </>
  );
}
