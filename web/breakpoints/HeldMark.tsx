import { IconMailPause } from '@tabler/icons-react';
import classes from './HeldMark.module.css';
import { isHeldAt, type HeldPlace } from './heldPlace.ts';
import { useHeld } from './heldStore.ts';

/** A stopped envelope with a count, where messages are held; nothing where none is. */
export function HeldMark({ place }: { place: HeldPlace }) {
  const count = useHeld(({ held }) => held.filter((one) => isHeldAt(one, place)).length);
  if (count === 0) return null;
  return (
    <>
      {' '}
      <span className={classes.mark} title="Held by a breakpoint" data-held-mark>
        <IconMailPause size={12} aria-hidden />
        {count}
        <span className="pb-hidden"> held</span>
      </span>
    </>
  );
}

/** Whether a click was meant for the envelope, and not for what it stands on. */
export const isOnHeldMark = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('[data-held-mark]') !== null;
