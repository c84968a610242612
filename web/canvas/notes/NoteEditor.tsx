import { useEffect, useRef, type KeyboardEvent } from 'react';
import { noteSchema } from '#shared/flow/flow.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useDraft } from '../../ui/useDraft.ts';
import { validateWith } from '../../ui/validateWith.ts';
import { useRenaming } from '../renaming.ts';
import classes from './NoteBox.module.css';

/** The words of a note while they are typed: kept on leaving the field and on Ctrl+Enter, taken back on Escape. */
export function NoteEditor({ id, text }: { id: string; text: string }) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft({
    value: text,
    validate: validateWith(noteSchema.shape.text),
    onCommit: (words) =>
      useFlowStore.getState().edit([{ edit: 'set', part: 'notes', id, field: 'text', value: words }])?.message,
  });
  useEffect(() => ref.current?.select(), []);
  const finish = (): void => {
    // By key the note itself has the keyboard then, so that arrows and Delete mean it again.
    ref.current?.closest<HTMLElement>('.react-flow__node')?.focus();
    useRenaming.setState({ box: undefined });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      draft.revert();
      finish();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      draft.commit();
      finish();
    }
  };
  return (
    <>
      <textarea
        ref={ref}
        className={`${classes.editor} nodrag nopan nowheel`}
        aria-label="Text of the note, in Markdown"
        aria-invalid={draft.error !== undefined}
        autoFocus
        value={draft.text}
        onChange={(event) => draft.setText(event.target.value)}
        onBlur={() => {
          draft.commit();
          if (useRenaming.getState().box?.id === id) useRenaming.setState({ box: undefined });
        }}
        onKeyDown={onKeyDown}
      />
      {draft.error !== undefined && <div className={classes.error}>{draft.error}</div>}
    </>
  );
}
