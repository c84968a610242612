import { useEffect, useRef, type KeyboardEvent } from 'react';
import { noteSchema } from '#shared/flow/flow.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useDraft } from '../../ui/useDraft.ts';
import { validateWith } from '../../ui/validateWith.ts';
import { useRenaming } from '../renaming.ts';
import classes from './NoteBox.module.css';

const validate = validateWith(noteSchema.shape.text);

/** The words of a note while they are typed: kept on leaving the field and on Ctrl+Enter, taken back on Escape. */
export function NoteEditor({ id, text }: { id: string; text: string }) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft({
    value: text,
    multiline: true,
    validate,
    onCommit: (value) =>
      useFlowStore.getState().edit([{ edit: 'set', part: 'notes', id, field: 'text', value }])?.message,
  });
  useEffect(() => ref.current?.select(), []);
  const close = (): void => {
    if (useRenaming.getState().box?.id === id) useRenaming.setState({ box: undefined });
  };
  const keep = (): boolean => {
    const isKept = draft.commit();
    if (isKept) close();
    return isKept;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const isKept = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (event.key !== 'Escape' && !isKept) return;
    event.preventDefault();
    const note = ref.current?.closest<HTMLElement>('.react-flow__node');
    if (isKept && !keep()) return;
    if (!isKept) draft.revert();
    close();
    // The note itself has the keyboard then, so that arrows and Delete mean it again.
    note?.focus();
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
          // Closed already: the blur is only that of a field that goes away.
          if (useRenaming.getState().box?.id === id) keep();
        }}
        onKeyDown={onKeyDown}
      />
      {draft.error !== undefined && <div className={classes.error}>{draft.error}</div>}
    </>
  );
}
