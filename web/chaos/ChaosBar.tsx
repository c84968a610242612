import { Button, Popover } from '@mantine/core';
import { IconArrowBackUp, IconBolt, IconShieldCheck } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, type RefObject } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { useMended } from '../faults/mended.ts';
import { BrokenNow } from './BrokenNow.tsx';
import classes from './ChaosBar.module.css';
import { useChaos } from './chaosStore.ts';
import { InHand } from './InHand.tsx';
import { keepKeyboard } from './keepKeyboard.ts';
import { breakAgain, mendEverything } from './mending.ts';
import { useOffNews } from './useOffNews.ts';
import { MonkeyEntry } from './monkey/MonkeyEntry.tsx';

const FaultMenu = lazy(() => import('./FaultMenu.tsx').then((file) => ({ default: file.FaultMenu })));

/** At the lower edge of the canvas: take a fault into the hand; what is broken now, and one click that mends it all. */
export function ChaosBar() {
  const picked = useChaos((state) => state.picked);
  const said = useChaos((state) => state.said);
  useOffNews();
  return (
    <>
      {picked === undefined ? <Bar /> : <InHand kind={picked} />}
      <div className="pb-hidden" role="status" data-testid="chaos-said">
        {said}
      </div>
    </>
  );
}

function Bar() {
  const count = useFlowStore(({ faults }) => faults.length);
  const hasMended = useMended(({ last }) => last.length > 0);
  const breakButton = useRef<HTMLButtonElement>(null);
  const undoButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The list of targets had the keyboard, and is gone.
    if (useChaos.getState().byKeys) breakButton.current?.focus();
    useChaos.setState({ byKeys: false });
  }, []);
  /** With the last fault. */
  const onMendedAll = (): void => keepKeyboard(() => undoButton.current ?? breakButton.current);
  return (
    <div className={classes.strip}>
      <div className={classes.bar} data-broken={count > 0 || hasMended || undefined}>
        <BreakMenu button={breakButton} />
        <MonkeyEntry />
        {count > 0 && <BrokenNow count={count} onMendedLast={onMendedAll} />}
        {count > 0 && (
          <Button
            size="compact-sm"
            color="green"
            title="Mend all"
            data-short
            className={classes.mend ?? ''}
            leftSection={<IconShieldCheck size={14} aria-hidden />}
            onClick={() => void mendEverything().then(onMendedAll)}
          >
            Mend all
          </Button>
        )}
        {hasMended && (
          <Button
            ref={undoButton}
            title="Undo mend"
            data-short
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            onClick={() => void breakAgain().then(() => keepKeyboard(() => breakButton.current))}
          >
            Undo mend
          </Button>
        )}
      </div>
    </div>
  );
}

function BreakMenu({ button }: { button: RefObject<HTMLButtonElement | null> }) {
  const isOpen = useChaos((state) => state.isChoosing);
  const setOpen = (isChoosing: boolean): void => useChaos.setState({ isChoosing });
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="top-start"
      width={340}
      trapFocus={false}
      closeOnEscape={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          ref={button}
          title="Break something"
          data-short
          size="compact-sm"
          variant="default"
          leftSection={<IconBolt size={14} aria-hidden />}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Break something
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Break something">
        <Suspense>
          {isOpen && (
            <FaultMenu
              onClose={() => {
                setOpen(false);
                button.current?.focus();
              }}
            />
          )}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
