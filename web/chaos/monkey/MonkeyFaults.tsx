import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconChevronRight, IconPlus, IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { FaultKind } from '#shared/faults/fault.ts';
import type { MonkeyFault } from '#shared/faults/monkey.ts';
import { faultBadge, lookOf } from '../../faults/faultBadge.ts';
import { KindSettings } from '../../faults/KindSettings.tsx';
import { faultKinds } from '../../faults/offered.ts';
import { sortOf } from '../../faults/sorts.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { TypeAhead, type Choosable } from '../../ui/TypeAhead.tsx';
import classes from './Monkey.module.css';
import { asFault, canStrike, ofFault, usualFault, type MonkeyDraft } from './monkeyDraft.ts';

interface MonkeyFaultsProps {
  draft: MonkeyDraft;
  onChange: (change: Partial<MonkeyDraft>) => void;
}

const maxFaults = 50;

/** The kinds of fault that it may choose from, each with its settings. */
export function MonkeyFaults({ draft, onChange }: MonkeyFaultsProps) {
  const flow = useFlowStore((state) => state.flow);
  const { faults, targets } = draft;
  const others = faults.map(({ kind }) => kind);
  return (
    <div>
      <div className={classes.faultsHead}>
        <h3 className={classes.label}>faults</h3>
        {faults.length < maxFaults && (
          <AddFault taken={others} onAdd={(kind) => onChange({ faults: [...faults, usualFault(kind)] })} />
        )}
      </div>
      {faults.length === 0 && <p className={classes.words}>Choose what it may do.</p>}
      <ul className={classes.faults} aria-label="Faults it may choose from">
        {faults.map((fault) => (
          <ChosenFault
            key={fault.kind}
            fault={fault}
            isIdle={!canStrike(flow, fault, targets)}
            onChange={(changed) => onChange({ faults: faults.map((one) => (one === fault ? changed : one)) })}
            onRemove={() => onChange({ faults: faults.filter((one) => one !== fault) })}
          />
        ))}
      </ul>
    </div>
  );
}

interface ChosenFaultProps {
  fault: MonkeyFault;
  /** There is nothing that it could act on. */
  isIdle: boolean;
  onChange: (fault: MonkeyFault) => void;
  onRemove: () => void;
}

function ChosenFault({ fault, isIdle, onChange, onRemove }: ChosenFaultProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { label, icon: Shape } = lookOf(fault.kind);
  const whole = asFault(fault);
  return (
    <li className={classes.chosen}>
      <div className={classes.chosenHead}>
        <button
          type="button"
          className={classes.open}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight size={13} aria-hidden className={classes.chevron} />
          <Shape size={14} aria-hidden />
          <span className={classes.chosenLabel}>{label}</span>
          <span className={classes.badge}>{faultBadge(whole)}</span>
        </button>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Leave out ${label}`} onClick={onRemove}>
          <IconX size={13} />
        </ActionIcon>
      </div>
      {isIdle && <p className={classes.idle}>There is nothing here that it could act on.</p>}
      <div id={id} hidden={!isOpen} className={classes.settings}>
        {isOpen && (
          <>
            <KindSettings fault={whole} onChange={(changed) => onChange(ofFault(changed))} />
            {hasRate(fault.kind) && (
              <NumberField
                label={sortOf(fault.kind).rateLabel}
                value={Number((fault.rate * 100).toFixed(2))}
                min={0}
                max={100}
                step={10}
                onCommit={(percent = 100) => onChange({ ...fault, rate: percent / 100 })}
              />
            )}
          </>
        )}
      </div>
    </li>
  );
}

const hasRate = (kind: FaultKind): boolean =>
  sortOf(kind).common.includes('rate') && lookOf(kind).without?.includes('rate') !== true;

interface KindChoice extends Choosable {
  kind: FaultKind;
}

function AddFault({ taken, onAdd }: { taken: readonly FaultKind[]; onAdd: (kind: FaultKind) => void }) {
  const [isOpen, setOpen] = useState(false);
  const items = faultKinds
    .filter((kind) => !taken.includes(kind))
    .map((kind): KindChoice => {
      const { label, explain, icon } = lookOf(kind);
      return { id: kind, kind, label, words: explain, group: sortOf(kind).title, icon, color: 'red' };
    });
  if (items.length === 0) return null;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={280} returnFocus>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} aria-hidden />}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Add a fault
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Add a fault">
        {isOpen && (
          <TypeAhead<KindChoice>
            label="Which fault may it use?"
            placeholder="Which fault may it use?"
            items={items}
            nothing="No other fault is called that."
            onPick={({ kind }) => {
              setOpen(false);
              onAdd(kind);
            }}
            onClose={() => setOpen(false)}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
