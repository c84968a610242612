import { Button, Popover } from '@mantine/core';
import { IconBolt, IconShieldCheck, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { useNotices } from '../ui/notices.ts';
import { mendAll, targetWords } from './breakIt.ts';
import { pickFault, useChaos } from './chaosStore.ts';
import classes from './ChaosBar.module.css';

const FaultMenu = lazy(() => import('./FaultMenu.tsx').then((file) => ({ default: file.FaultMenu })));

/** At the lower edge of the canvas: take a fault into the hand; what is broken now, and one click that mends it all. */
export function ChaosBar() {
  const picked = useChaos((state) => state.picked);
  const count = useFlowStore(({ faults }) => faults.length);
  const [isOpen, setIsOpen] = useState(false);
  if (picked !== undefined) return <InHand label={lookOf(picked).label} where={targetWords(picked)} />;
  return (
    <div className={classes.bar}>
      <Popover opened={isOpen} onChange={setIsOpen} position="top-start" width={300} trapFocus={false}>
        <Popover.Target>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconBolt size={14} aria-hidden />}
            aria-haspopup="dialog"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {count === 0 ? 'Break something' : count === 1 ? '1 thing is broken' : `${count} things are broken`}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={0} aria-label="Break something">
          <Suspense>{isOpen && <FaultMenu onClose={() => setIsOpen(false)} />}</Suspense>
        </Popover.Dropdown>
      </Popover>
      {count > 0 && (
        <Button
          size="compact-sm"
          color="green"
          leftSection={<IconShieldCheck size={14} aria-hidden />}
          onClick={() => void mendAll().then((refusal) => refusal && useNotices.getState().say('bad', refusal.message))}
        >
          Mend all
        </Button>
      )}
    </div>
  );
}

function InHand({ label, where }: { label: string; where: string }) {
  return (
    <div className={classes.inHand} role="status">
      <IconBolt size={15} aria-hidden />
      <span>
        <strong>{label}</strong>: click what it shall hit ({where}). Esc puts it back.
      </span>
      <button
        type="button"
        className={classes.putBack}
        aria-label="Put the fault back"
        onClick={() => pickFault(undefined)}
      >
        <IconX size={14} aria-hidden />
      </button>
    </div>
  );
}
