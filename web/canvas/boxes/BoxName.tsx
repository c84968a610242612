import { useState, type KeyboardEvent } from 'react';
import type { PlacedPart } from '#shared/flow/flow.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { useNotices } from '../../ui/notices.ts';
import { useRenaming } from '../renaming.ts';
import classes from './Box.module.css';

interface BoxNameProps {
  part: Exclude<PlacedPart, 'notes' | 'groups'>;
  id: string;
  name: string;
}

/** The name on a box; a double click, or F2 on the selected box, turns it into a field. */
export function BoxName({ part, id, name }: BoxNameProps) {
  const isRenaming = useRenaming(({ box }) => box?.part === part && box.id === id);
  if (isRenaming) return <NameInput part={part} id={id} name={name} />;
  return (
    <span
      className={classes.name}
      title={`${name} — double-click to rename`}
      onDoubleClick={() => useRenaming.setState({ box: { part, id } })}
    >
      {name}
    </span>
  );
}

function NameInput({ part, id, name }: BoxNameProps) {
  const [text, setText] = useState(name);
  const finish = (keep: boolean): void => {
    useRenaming.setState({ box: undefined });
    if (!keep || text.trim() === '' || text.trim() === name) return;
    const refusal = useFlowStore.getState().edit([{ edit: 'set', part, id, field: 'name', value: text.trim() }]);
    if (refusal !== undefined) useNotices.getState().say('bad', refusal.message);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') finish(true);
    if (event.key === 'Escape') finish(false);
  };
  return (
    <input
      className={`${classes.nameInput} nodrag nopan`}
      aria-label="Name"
      autoFocus
      value={text}
      maxLength={80}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={onKeyDown}
    />
  );
}
