import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconChevronUp, IconShieldCheck } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Fault } from '#shared/faults/fault.ts';
import { isCounted } from '../faults/commonOf.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { hitsText, useHits, useTimeLeft } from '../faults/live.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { showFault } from './showFault.ts';
import classes from './BrokenNow.module.css';
import { keepKeyboard } from './keepKeyboard.ts';
import { mendOne } from './mending.ts';
import { targetName } from './targetName.ts';

interface BrokenNowProps {
  count: number;
  /** Nothing is broken any more, by a button in here that is gone with it. */
  onMendedLast: () => void;
}

/** How much is broken, and in a list what, with its hits and remaining time; from there to the thing, or mended. */
export function BrokenNow({ count, onMendedLast }: BrokenNowProps) {
  const faults = useFlowStore((state) => state.faults);
  const [isOpen, setOpen] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const mend = async (fault: Fault): Promise<void> => {
    const at = useFlowStore.getState().faults.findIndex(({ id }) => id === fault.id);
    if (!(await mendOne(fault))) return;
    if (useFlowStore.getState().faults.length === 0) return onMendedLast();
    keepKeyboard(() => {
      const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-mend]') ?? [])];
      return buttons[Math.min(at, buttons.length - 1)];
    });
  };
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="top-start"
      width={360}
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          rightSection={<IconChevronUp size={13} aria-hidden />}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {count === 1 ? '1 thing is broken' : `${count} things are broken`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Broken now">
        <ul ref={list} className={classes.list} aria-label="Broken now">
          {faults.map((fault) => (
            <BrokenThing
              key={fault.id}
              fault={fault}
              onMend={() => void mend(fault)}
              onShow={() => {
                setOpen(false);
                showFault(fault);
              }}
            />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

interface BrokenThingProps {
  fault: Fault;
  onMend: () => void;
  onShow: () => void;
}

function BrokenThing({ fault, onMend, onShow }: BrokenThingProps) {
  const name = useFlowStore(({ flow }) => targetName(flow, fault));
  const hits = useHits(fault);
  const left = useTimeLeft(fault);
  const { label, icon: Icon } = lookOf(fault.kind);
  return (
    <li className={classes.thing}>
      <Icon size={15} aria-hidden className={classes.icon} />
      <button type="button" className={classes.what} onClick={onShow}>
        <span className={classes.title}>
          {label} on <strong>{name}</strong>
        </span>
        <span className={classes.live}>
          {[
            ...(isCounted(fault) ? [hitsText(hits, fault)] : []),
            left === undefined ? 'until it is mended' : `${left} left`,
          ].join(' · ')}
        </span>
      </button>
      <ActionIcon
        data-mend
        size="md"
        variant="subtle"
        color="green"
        aria-label={`Mend ${label} on ${name}`}
        title={`Mend ${label} on ${name}`}
        onClick={onMend}
      >
        <IconShieldCheck size={16} />
      </ActionIcon>
    </li>
  );
}
