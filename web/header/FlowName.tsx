import { useState } from 'react';
import { flushSync } from 'react-dom';
import { maxNameLength } from '#shared/flow/flow.ts';
import { useIsReadOnly } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import classes from './Header.module.css';

/** The flow's name, to be typed over. */
export function FlowName() {
  const name = useFlowStore(({ flow }) => flow.name);
  const isReadOnly = useIsReadOnly();
  const [typed, setTyped] = useState<string>();
  const text = typed ?? name;
  const keep = (): void => {
    const wanted = text.trim();
    setTyped(undefined);
    if (wanted !== '' && wanted !== name) useFlowStore.getState().edit([{ edit: 'renameFlow', name: wanted }]);
  };
  return (
    <input
      className={classes.name}
      aria-label="Name of the flow"
      value={text}
      maxLength={maxNameLength}
      readOnly={isReadOnly}
      size={Math.max(8, Math.min(26, text.length))}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Escape') flushSync(() => setTyped(undefined));
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
