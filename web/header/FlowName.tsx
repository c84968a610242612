import { useEffect, useState } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import classes from './Header.module.css';

/** The flow's name, to be typed over. */
export function FlowName() {
  const name = useFlowStore(({ flow }) => flow.name);
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const keep = (): void => {
    const wanted = text.trim();
    if (wanted === '') setText(name);
    else if (wanted !== name) useFlowStore.getState().edit([{ edit: 'renameFlow', name: wanted }]);
  };
  return (
    <input
      className={classes.name}
      aria-label="Name of the flow"
      value={text}
      maxLength={80}
      size={Math.max(8, Math.min(26, text.length))}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setText(name);
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
