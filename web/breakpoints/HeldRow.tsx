import { ActionIcon, Button } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconCopyPlus,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { patternText } from '#shared/flow/pattern.ts';
import type { HeldAct } from '#shared/held.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { isTyping } from '../ui/isTyping.ts';
import { actOnHeld } from './actOnHeld.ts';
import { HeldEdit } from './HeldEdit.tsx';
import classes from './HeldPanel.module.css';
import { heldPlaceText } from './heldPlace.ts';
import type { Held } from './heldStore.ts';
import { CallerText, SinceText } from './HeldTimes.tsx';

export interface HeldRowProps {
  held: Held;
  /** The rows around it, in the order in which they go on. */
  before: string | undefined;
  beforeThat: string | undefined;
  after: string | undefined;
  /** Tab comes to its buttons. */
  isCurrent: boolean;
  isReadOnly: boolean;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
}

/** One held message: who, where, since when, how long its caller goes on waiting. */
export function HeldRow(props: HeldRowProps) {
  const { held, isReadOnly, isEditing, onEdit } = props;
  const place = useFlowStore(({ flow }) => heldPlaceText(flow, held));
  const pattern = patternText(held.pattern);
  const Leg = held.leg === 'request' ? IconArrowRight : IconArrowLeft;
  const leg = held.leg === 'reply' ? 'reply' : held.kind;
  return (
    <li
      className={classes.row}
      data-held={held.id}
      data-caller={held.caller}
      {...(isReadOnly ? {} : { onKeyDown: (event) => onKey(event, props) })}
    >
      <div className={classes.line}>
        <span className={classes.leg}>
          <Leg size={14} aria-hidden />
          {held.isError === true ? 'error' : leg}
        </span>
        <span className={classes.pattern} title={pattern}>
          {pattern}
        </span>
        <code className={classes.preview} title={held.preview}>
          {held.preview}
        </code>
        <span className={classes.place} title={place}>
          {place}
        </span>
        <SinceText held={held} />
        <CallerText held={held} />
        {!isReadOnly && <Acts {...props} pattern={pattern} />}
      </div>
      {isEditing && <HeldEdit held={held} pattern={pattern} onClose={() => onEdit(false)} />}
    </li>
  );
}

function Acts({ held, before, beforeThat, after, isCurrent, onEdit, pattern }: HeldRowProps & { pattern: string }) {
  const tabIndex = isCurrent ? 0 : -1;
  const icon = (name: string, label: string, options: { shape: ReactNode; act: () => void; isOff?: boolean }) => (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      data-do={name}
      tabIndex={tabIndex}
      aria-label={`${label}: ${pattern}`}
      title={label}
      aria-disabled={options.isOff === true}
      data-off={options.isOff === true}
      onClick={options.isOff === true ? undefined : options.act}
    >
      {options.shape}
    </ActionIcon>
  );
  const act = (wanted: HeldAct) => () => void actOnHeld(held.id, wanted);
  return (
    <span className={classes.acts}>
      <Button
        size="compact-xs"
        variant="light"
        data-do="release"
        tabIndex={tabIndex}
        aria-label={`Release: ${pattern}`}
        onClick={act({ do: 'release' })}
      >
        Release
      </Button>
      {icon('drop', 'Drop', { shape: <IconTrash size={14} />, act: act({ do: 'drop' }) })}
      {icon('twice', 'Release twice', { shape: <IconCopyPlus size={14} />, act: act({ do: 'duplicate' }) })}
      {icon('edit', 'Edit and release', { shape: <IconPencil size={14} />, act: () => onEdit(true) })}
      {icon('up', 'Move up', {
        shape: <IconArrowUp size={14} />,
        act: act({ do: 'move', after: beforeThat }),
        isOff: before === undefined,
      })}
      {icon('down', 'Move down', {
        shape: <IconArrowDown size={14} />,
        act: act({ do: 'move', after }),
        isOff: after === undefined,
      })}
    </span>
  );
}

/** Keys of a row while one of its buttons has the keyboard; Enter and Space press that button. */
function onKey(event: KeyboardEvent<HTMLElement>, props: HeldRowProps): void {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey) return;
  const run = keyOf(event, props);
  if (run === undefined) return;
  // Elsewhere these keys mean what is selected on the canvas.
  event.preventDefault();
  event.stopPropagation();
  run();
}

function keyOf(
  { key, altKey, currentTarget }: KeyboardEvent<HTMLElement>,
  { held, before, beforeThat, after, onEdit }: HeldRowProps,
): (() => void) | undefined {
  const act = (wanted: HeldAct): void => void actOnHeld(held.id, wanted);
  switch (key.toLowerCase()) {
    case 'arrowup':
      return () => {
        if (!altKey) focusRow(currentTarget, before);
        else if (before !== undefined) act({ do: 'move', after: beforeThat });
      };
    case 'arrowdown':
      return () => {
        if (!altKey) focusRow(currentTarget, after);
        else if (after !== undefined) act({ do: 'move', after });
      };
    case 'e':
      return () => onEdit(true);
    case 't':
      return () => act({ do: 'duplicate' });
    case 'delete':
    case 'backspace':
      return () => act({ do: 'drop' });
    default:
      return undefined;
  }
}

function focusRow(from: HTMLElement, row: string | undefined): void {
  const control = document.activeElement?.getAttribute('data-do') ?? 'release';
  const list = from.parentElement;
  if (row !== undefined) list?.querySelector<HTMLElement>(`[data-held="${row}"] [data-do="${control}"]`)?.focus();
}
