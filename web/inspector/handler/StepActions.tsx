import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconDots,
  IconScissors,
  IconTrash,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useNotices } from '../../ui/notices.ts';
import classes from './StepCard.module.css';
import { nudge } from './stepShortcuts.ts';
import { useHandlerSteps } from './stepsContext.ts';
import { neighbourGap, stepAt, type StepAt } from './stepTree.ts';
import { stepsIn, stepsText } from './stepClip.ts';

/** What can be done with a step besides changing it; the same by key on the step itself. */
export function StepActions({ id, at, number }: { id: number; at: StepAt; number: string }) {
  const handler = useHandlerSteps();
  const { steps, place } = handler;
  const copy = async (): Promise<boolean> => {
    const step = stepAt(steps, at);
    if (step === undefined) return false;
    return toClipboard(stepsText(place.flow, [step]));
  };
  const cut = async (): Promise<void> => {
    if (await copy()) handler.remove(id);
  };
  const paste = async (): Promise<void> => {
    const text = await fromClipboard();
    if (text === undefined) return;
    const result = stepsIn(text, place.flow, place.service);
    if (result.ok) handler.insert({ ...at, index: at.index + 1 }, result.steps);
    else useNotices.getState().say('bad', result.why);
  };
  return (
    <Menu position="bottom-end" width={200} shadow="md" returnFocus>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          className={classes.more ?? ''}
          aria-label={`More for step ${number}`}
          title={`More for step ${number}`}
        >
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Item
          icon={<IconArrowUp size={15} />}
          keys="Alt ↑"
          disabled={neighbourGap(steps, at, -1) === undefined}
          onClick={() => nudge({ handler, id, at }, -1)}
        >
          Move up
        </Item>
        <Item
          icon={<IconArrowDown size={15} />}
          keys="Alt ↓"
          disabled={neighbourGap(steps, at, 1) === undefined}
          onClick={() => nudge({ handler, id, at }, 1)}
        >
          Move down
        </Item>
        <Item icon={<IconCopyPlus size={15} />} keys="Ctrl D" onClick={() => handler.duplicate(id)}>
          Duplicate
        </Item>
        <Menu.Divider />
        <Item icon={<IconCopy size={15} />} keys="Ctrl C" onClick={() => void copy()}>
          Copy
        </Item>
        <Item icon={<IconScissors size={15} />} keys="Ctrl X" onClick={() => void cut()}>
          Cut
        </Item>
        <Item icon={<IconClipboard size={15} />} keys="Ctrl V" onClick={() => void paste()}>
          Paste below
        </Item>
        <Menu.Divider />
        <Item icon={<IconTrash size={15} />} keys="Del" onClick={() => handler.remove(id)}>
          Remove
        </Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ItemProps {
  icon: ReactNode;
  keys: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Item({ icon, keys, disabled = false, onClick, children }: ItemProps) {
  return (
    <Menu.Item
      leftSection={icon}
      rightSection={<span className={classes.keys}>{keys}</span>}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </Menu.Item>
  );
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    useNotices.getState().say('bad', 'The browser does not let the page copy from here. Press Ctrl C instead.');
    return false;
  }
}

async function fromClipboard(): Promise<string | undefined> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    useNotices.getState().say('bad', 'The browser does not let the page read the clipboard. Press Ctrl V instead.');
    return undefined;
  }
}
