import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { noteSchema } from '#shared/flow/flow.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { validateWith } from '../../ui/validateWith.ts';
import { useRenaming } from '../renaming.ts';
import classes from './NoteBox.module.css';

const validate = validateWith(noteSchema.shape.text);

/** The words of a note while they are typed: kept on leaving the field and on Ctrl+Enter, taken back on Escape. */
export function NoteEditor({ id, text }: { id: string; text: string }) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const [words, setWords] = useState(text);
  const [error, setError] = useState<string>();
  useEffect(() => ref.current?.select(), []);
  const close = (): void => {
    if (useRenaming.getState().box?.id === id) useRenaming.setState({ box: undefined });
  };
  const keep = (): boolean => {
    const set = { edit: 'set' as const, part: 'notes' as const, id, field: 'text', value: words };
    const wrong = words === text ? undefined : (validate(words) ?? useFlowStore.getState().edit([set])?.message);
    setError(wrong);
    if (wrong === undefined) close();
    return wrong === undefined;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const isKept = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (event.key !== 'Escape' && !isKept) return;
    event.preventDefault();
    const note = ref.current?.closest<HTMLElement>('.react-flow__node');
    if (isKept && !keep()) return;
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
        aria-invalid={error !== undefined}
        autoFocus
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onBlur={() => {
          // Closed already: the blur is only that of a field that goes away.
          if (useRenaming.getState().box?.id === id) keep();
        }}
        onKeyDown={onKeyDown}
      />
      {error !== undefined && <div className={classes.error}>{error}</div>}
    </>
  );
}
