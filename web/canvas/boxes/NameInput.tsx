import type { KeyboardEvent } from 'react';
import type { Edit } from '#shared/flow/edits.ts';
import { maxNameLength } from '#shared/flow/flow.ts';
import { useDraft } from '../../ui/useDraft.ts';
import { tryEdits } from '../groups/groupActions.ts';
import { useRenaming } from '../renaming.ts';

interface NameInputProps {
  label: string;
  className: string;
  name: string;
  rename: (name: string) => Edit;
}

/** A name while it is typed where it stands: kept on leaving the field and on Enter, taken back on Escape. An empty one is none. */
export function NameInput({ label, className, name, rename }: NameInputProps) {
  const draft = useDraft({
    value: name,
    onCommit: (text) => {
      const wanted = text.trim();
      if (wanted !== '' && wanted !== name) tryEdits([rename(wanted)]);
    },
  });
  const finish = (end: () => unknown): void => {
    end();
    useRenaming.setState({ box: undefined });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') finish(draft.commit);
    if (event.key === 'Escape') finish(draft.revert);
  };
  return (
    <input
      className={`${className} nodrag nopan`}
      aria-label={label}
      autoFocus
      value={draft.text}
      maxLength={maxNameLength}
      onFocus={(event) => event.target.select()}
      onChange={(event) => draft.setText(event.target.value)}
      onBlur={() => finish(draft.commit)}
      onKeyDown={onKeyDown}
    />
  );
}
