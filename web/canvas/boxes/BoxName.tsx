import type { PlacedPart } from '#shared/flow/flow.ts';
import { isReadOnly } from '../../flow/accessStore.ts';
import { useRenaming } from '../renaming.ts';
import classes from './Box.module.css';
import { NameInput } from './NameInput.tsx';

interface BoxNameProps {
  part: Exclude<PlacedPart, 'notes' | 'groups'>;
  id: string;
  name: string;
}

/** The name on a box; a double click, or F2 on the selected box, turns it into a field. */
export function BoxName({ part, id, name }: BoxNameProps) {
  const isRenaming = useRenaming(({ box }) => box?.part === part && box.id === id);
  if (isRenaming) {
    return (
      <NameInput
        label="Name"
        className={classes.nameInput ?? ''}
        name={name}
        rename={(value) => ({ edit: 'set', part, id, field: 'name', value })}
      />
    );
  }
  return (
    <span
      className={classes.name}
      title={`${name} — double-click to rename`}
      onDoubleClick={() => {
        if (!isReadOnly()) useRenaming.setState({ box: { part, id } });
      }}
    >
      {name}
    </span>
  );
}
