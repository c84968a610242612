import { Kbd, Modal, Switch } from '@mantine/core';
import { Fragment } from 'react';
import { useCanvasPrefs } from '../canvas/canvasPrefs.ts';
import { actionGroups } from './action.ts';
import { actions } from './actions.ts';
import { openDialog } from './commandStore.ts';
import classes from './Dialogs.module.css';
import { keyCaps } from './keys.ts';

/** What the pointer does, and keys that are no action of their own. */
const gestures: readonly (readonly [string, readonly string[]])[] = [
  ['Move by the grid, or by a pixel', ['Arrows', 'Shift+Arrows']],
  ['Choose several', ['Shift+click', 'Shift+drag']],
  ['Move the view', ['Space+drag', 'wheel']],
  ['Zoom', ['Ctrl+wheel', 'pinch']],
  ['Copy while dragging', ['Alt+drag']],
  ['Rename', ['double click']],
  ['Draw a wire', ['port, port']],
  ['Menu', ['right click', 'Shift+F10']],
];

/** `?`: every key on one card, made from the list of actions, so that it is never out of date. */
export function KeysDialog() {
  const { letters, toggleLetters } = useCanvasPrefs();
  return (
    <Modal
      opened
      onClose={() => openDialog(undefined)}
      title="All keys"
      size={860}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Switch
        mb="md"
        size="sm"
        label="A letter or sign alone is a key"
        description="Switch it off when keys are pressed by voice or by mistake; what they do stays in Ctrl K and the menus."
        checked={letters}
        onChange={toggleLetters}
      />
      <div className={classes.card}>
        {actionGroups.map((group) => {
          const rows = actions.filter((action) => action.group === group && action.keys !== undefined);
          if (rows.length === 0) return null;
          return (
            <section key={group} className={classes.keyGroup}>
              <h3 className={classes.keyTitle}>{group}</h3>
              {rows.map(({ id, label, keys = [] }) => (
                <Row key={id} label={label.replace(/…$/, '')} keys={keys} />
              ))}
            </section>
          );
        })}
        <section className={classes.keyGroup}>
          <h3 className={classes.keyTitle}>On the canvas</h3>
          {gestures.map(([label, keys]) => (
            <Row key={label} label={label} keys={keys} />
          ))}
        </section>
      </div>
    </Modal>
  );
}

function Row({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <div className={classes.keyRow}>
      <span>{label}</span>
      <span className={classes.keyCaps}>
        {keys.map((combination, index) => (
          <Fragment key={combination}>
            {index > 0 && <span className={classes.or}>or</span>}
            {keyCaps(combination).map((cap) => (
              <Kbd key={cap} size="xs">
                {cap}
              </Kbd>
            ))}
          </Fragment>
        ))}
      </span>
    </div>
  );
}
