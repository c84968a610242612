import { useCallback, useSyncExternalStore } from 'react';
import { onTick } from '../ui/onTick.ts';
import classes from './HeldPanel.module.css';
import type { Held } from './heldStore.ts';
import { callerText, sinceText } from './heldWords.ts';

/** How long it is held. Drawn anew only when its text is another one. */
export function SinceText({ held }: { held: Held }) {
  const read = useCallback(() => sinceText(held, performance.now()), [held]);
  const text = useSyncExternalStore(onTick, read);
  return (
    <span className={classes.since}>
      <span className="pb-hidden">held for </span>
      {text}
    </span>
  );
}

/** What its caller does meanwhile, counting down to when it gives up. */
export function CallerText({ held }: { held: Held }) {
  const read = useCallback(() => callerText(held, performance.now()), [held]);
  const text = useSyncExternalStore(onTick, read);
  return (
    <span className={classes.caller} data-caller={held.caller}>
      {text}
    </span>
  );
}
