import { isReadOnly } from '../../flow/accessStore.ts';
import { NameInput } from '../boxes/NameInput.tsx';
import { useRenaming } from '../renaming.ts';
import classes from './GroupBox.module.css';

/** The title above a group; a double click, or F2 on the selected group, turns it into a field. */
export function GroupTitle({ id, title }: { id: string; title: string }) {
  const isRenaming = useRenaming(({ box }) => box?.part === 'groups' && box.id === id);
  if (isRenaming) {
    return (
      <NameInput
        label="Title of the group"
        className={`${classes.title} ${classes.input}`}
        name={title}
        rename={(value) => ({ edit: 'set', part: 'groups', id, field: 'title', value })}
      />
    );
  }
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
