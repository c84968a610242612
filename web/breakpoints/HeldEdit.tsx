import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Json } from '#shared/json.ts';
import type { Problem } from '#shared/problem.ts';
import { command } from '../connection/connection.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import { parseLiteral } from '../ui/literal.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { actOnHeld } from './actOnHeld.ts';
import classes from './HeldPanel.module.css';
import type { Held } from './heldStore.ts';

/** The payload of a held message, to be changed and let go. What cannot be sent stays as it was typed, and the message stays. */
export function HeldEdit({ held, pattern, onClose }: { held: Held; pattern: string; onClose: () => void }) {
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const frame = useRef<HTMLDivElement>(null);
  const { id } = held;
  useEffect(() => {
    let isGone = false;
    void command('readHeld', { message: id }).then((answer) => {
      if (isGone) return;
      if (answer.ok) setText(textOf(answer.error ?? answer.data));
      else setProblem(answer.problem);
    });
    return () => {
      isGone = true;
    };
  }, [id]);
  const isRead = text !== undefined;
  useEffect(() => {
    if (isRead && frame.current !== null) return focusEditor(frame.current);
    return undefined;
  }, [isRead]);

  const close = (): void => {
    onClose();
    document.querySelector<HTMLElement>(`[data-held="${id}"] [data-do="edit"]`)?.focus();
  };
  const send = (): void => {
    const payload = parseLiteral(text ?? '');
    if (payload.ok) void actOnHeld(id, { do: 'edit', data: payload.value });
  };
  return (
    <div
      className={classes.edit}
      ref={frame}
      role="group"
      aria-label={`Payload of ${pattern}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
    >
      {problem !== undefined && <ProblemNote problem={problem} />}
      {text !== undefined && (
        <ExpressionField
          label={held.isError === true ? 'error' : 'payload'}
          syntax="literal"
          value={text}
          validate={mistake}
          onCommit={setText}
        />
      )}
      <div className={classes.editButtons}>
        <Button size="compact-xs" disabled={text === undefined} onClick={send}>
          Release with this payload
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={close}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

const textOf = (value: Json | undefined): string => JSON.stringify(value ?? null, undefined, 2);

function mistake(text: string): string | undefined {
  const parsed = parseLiteral(text);
  return parsed.ok ? undefined : `At character ${parsed.at + 1}: ${parsed.message}. The message is still held.`;
}

/** The editor comes a moment after its field. */
function focusEditor(frame: HTMLElement): () => void {
  const look = (): void => {
    const editor = frame.querySelector<HTMLElement>('.cm-content');
    if (editor === null) return;
    watcher.disconnect();
    editor.focus();
  };
  const watcher = new MutationObserver(look);
  watcher.observe(frame, { childList: true, subtree: true });
  look();
  return () => watcher.disconnect();
}
