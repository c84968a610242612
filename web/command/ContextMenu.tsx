import { Kbd, Menu } from '@mantine/core';
import { Fragment } from 'react';
import { canvasView } from '../canvas/canvasView.ts';
import { isPossible, type Action } from './action.ts';
import { actions } from './actions.ts';
import { openMenu, type MenuAsk } from './commandStore.ts';
import classes from './Dialogs.module.css';
import { keysText } from './keys.ts';

/** A right click, or Shift F10: what can be done with what is there. */
export function ContextMenu({ ask }: { ask: MenuAsk }) {
  const possible = actions.filter((action) => action.on?.includes(ask.place) === true && isPossible(action));
  // What takes away stands last: the first item has the keyboard, and Enter must not delete.
  const offered = possible.toSorted((a, b) => Number(a.isDanger ?? false) - Number(b.isDanger ?? false));
  return (
    <Menu
      opened
      onChange={(isOpen) => {
        if (!isOpen) openMenu(undefined);
      }}
      position="bottom-start"
      offset={0}
      width={250}
      shadow="md"
      transitionProps={{ duration: 0 }}
      returnFocus={false}
      withInitialFocusPlaceholder={false}
      onClose={() => canvasView().focus()}
    >
      <Menu.Target>
        <span aria-hidden style={{ position: 'fixed', left: ask.at.x, top: ask.at.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label="What can be done here">
        {offered.map((action, index) => (
          <Fragment key={action.id}>
            {index > 0 && isOther(offered[index - 1], action) && <Menu.Divider />}
            <Item action={action} />
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const isOther = (before: Action | undefined, { group, isDanger }: Action): boolean =>
  before?.group !== group || before.isDanger !== isDanger;

function Item({ action: { label, icon: Shape, keys, isDanger, run } }: { action: Action }) {
  return (
    <Menu.Item
      leftSection={<Shape size={15} aria-hidden />}
      rightSection={keys?.[0] === undefined ? undefined : <Kbd size="xs">{keysText(keys[0])}</Kbd>}
      {...(isDanger === true ? { className: classes.danger ?? '' } : {})}
      onClick={() => {
        run();
        openMenu(undefined);
      }}
    >
      {label}
    </Menu.Item>
  );
}
