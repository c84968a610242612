import { Button, Popover } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { lazy, Suspense, useRef, type KeyboardEvent } from 'react';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import classes from './Monkey.module.css';
import { showMonkey, useMonkeyPage } from './monkeyStore.ts';

const MonkeyPanel = lazy(() => import('./MonkeyPanel.tsx').then((file) => ({ default: file.MonkeyPanel })));

/** The monkey's button and, above it, its panel: open while one watches what it does. */
export function MonkeyEntry() {
  const isOpen = useMonkeyPage((state) => state.isOpen);
  const isLoose = useFlowStore(({ monkey }) => monkey?.running === true);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    showMonkey(false);
    button.current?.focus();
  };
  return (
    <Popover
      opened={isOpen}
      onChange={showMonkey}
      position="top-start"
      width={340}
      closeOnClickOutside={false}
      closeOnEscape={false}
      // It is called the same, whatever its button says.
      withRoles={false}
      middlewares={{ flip: false, shift: true, size: fitIn }}
    >
      <Popover.Target>
        <Button
          ref={button}
          title="Chaos monkey"
          data-short
          size="compact-sm"
          variant={isLoose ? 'filled' : 'default'}
          {...(isLoose ? { color: 'red' } : {})}
          leftSection={<IconDice5 size={14} aria-hidden />}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => showMonkey(!isOpen)}
        >
          {isLoose ? 'The monkey is loose' : 'Chaos monkey'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown
        p={0}
        className={classes.panel ?? ''}
        role="dialog"
        aria-label="Chaos monkey"
        onKeyDown={(event) => leaves(event) && close()}
      >
        <Suspense>{isOpen && <MonkeyPanel onClose={close} />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A list that is open inside takes Esc for itself. */
function leaves({ key, target }: KeyboardEvent<HTMLElement>): boolean {
  const isListOpen = target instanceof Element && target.matches('[role="combobox"][aria-expanded="true"]');
  return key === 'Escape' && !isListOpen;
}

/** No higher than there is room between the header and the bar. */
const fitIn = {
  padding: { top: 56, left: 8, right: 8, bottom: 0 },
  apply: ({ availableHeight, elements }: { availableHeight: number; elements: { floating: HTMLElement } }) => {
    elements.floating.style.maxHeight = `${Math.max(160, availableHeight)}px`;
  },
};

/** For those who only look: there while there is a monkey to look at. */
export function WatchedMonkey() {
  const isReadOnly = useIsReadOnly();
  const hasMonkey = useFlowStore(({ monkey }) => monkey !== undefined);
  return isReadOnly && hasMonkey ? (
    <div className={classes.alone}>
      <MonkeyEntry />
    </div>
  ) : null;
}
