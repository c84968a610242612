import { useState, type KeyboardEvent } from 'react';
import { isReadOnly } from '../../flow/accessStore.ts';
import { useRenaming } from '../renaming.ts';
import { tryEdits } from './groupActions.ts';
import classes from './GroupBox.module.css';

/** The title above a group; a double click, or F2 on the selected group, turns it into a field. */
export function GroupTitle({ id, title }: { id: string; title: string }) {
  const isRenaming = useRenaming(({ box }) => box?.part === 'groups' && box.id === id);
  if (isRenaming) return <TitleInput id={id} title={title} />;
  return (
    <div
      className={classes.title}
      title={`${title} — double-click to rename`}
      onDoubleClick={() => {
        if (!isReadOnly()) useRenaming.setState({ box: { part: 'groups', id } });
      }}
    >
      {title}
    </div>
  );
}

function TitleInput({ id, title }: { id: string; title: string }) {
  const [text, setText] = useState(title);
  const finish = (keep: boolean): void => {
    useRenaming.setState({ box: undefined });
    const wanted = text.trim();
    if (keep && wanted !== '' && wanted !== title) {
      tryEdits([{ edit: 'set', part: 'groups', id, field: 'title', value: wanted }]);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') finish(true);
    if (event.key === 'Escape') finish(false);
  };
  return (
    <input
      className={`${classes.title} ${classes.input} nodrag nopan`}
      aria-label="Title of the group"
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
