import { SimpleGrid } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import type { Fault } from '#shared/faults/fault.ts';
import type { Problem } from '#shared/problem.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { NumberField } from '../ui/NumberField.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { commonOf } from './commonOf.ts';
import classes from './FaultCard.module.css';
import { maxFaultMs } from './look.ts';
import { MatchField } from './MatchField.tsx';
import { setOn } from './setOn.ts';
import { sortOf, type CommonSetting } from './sorts.ts';

interface CommonSettingsProps {
  fault: Fault;
  onChange: (fault: Fault) => void;
  matchProblem: Problem | undefined;
}

/** Whom it hits, how often and for how long: as far as that means something for this kind. The rest of it behind More. */
export function CommonSettings({ fault, onChange, matchProblem }: CommonSettingsProps) {
  const flow = useFlowStore((state) => state.flow);
  const common = commonOf(flow, fault);
  const set = (name: CommonSetting, value: unknown): void => onChange(setOn(fault, name, value));
  const numbers = common.filter((setting) => setting === 'rate' || setting === 'count' || setting === 'forMs');
  return (
    <>
      {numbers.length > 0 && (
        <SimpleGrid cols={3} spacing={8} verticalSpacing={8}>
          {numbers.map((setting) => (
            <CommonNumber key={setting} setting={setting} fault={fault} onCommit={(value) => set(setting, value)} />
          ))}
        </SimpleGrid>
      )}
      {common.includes('match') && (
        <MatchField fault={fault} problem={matchProblem} onCommit={(match) => set('match', match)} />
      )}
      {(common.includes('leg') || common.includes('seed')) && (
        <More summary={summaryOf(fault, common)}>
          {common.includes('leg') && (
            <SelectField label="leg" value={fault.leg} options={legs} onChange={(leg) => set('leg', leg)} />
          )}
          {common.includes('seed') && (
            <NumberField
              label="seed"
              value={fault.seed}
              min={-maxSeed}
              max={maxSeed}
              optional
              wholeNumber
              placeholder="its own"
              onCommit={(seed) => set('seed', seed)}
            />
          )}
        </More>
      )}
    </>
  );
}

const maxSeed = 2 ** 31;
const legs = [
  { value: 'both', label: 'both' },
  { value: 'request', label: 'request' },
  { value: 'reply', label: 'reply' },
] as const;

interface CommonNumberProps {
  setting: 'rate' | 'count' | 'forMs';
  fault: Fault;
  onCommit: (value: number | undefined) => void;
}

function CommonNumber({ setting, fault, onCommit }: CommonNumberProps) {
  switch (setting) {
    case 'rate':
      return (
        <NumberField
          label={sortOf(fault.kind).rateLabel}
          value={Number((fault.rate * 100).toFixed(2))}
          min={0}
          max={100}
          step={10}
          onCommit={(percent) => onCommit((percent ?? 100) / 100)}
        />
      );
    case 'count':
      return (
        <NumberField
          label="hits at most"
          value={fault.count}
          min={1}
          max={1_000_000}
          optional
          wholeNumber
          placeholder="∞"
          onCommit={onCommit}
        />
      );
    case 'forMs':
      return (
        <NumberField
          label="lasts, s"
          value={fault.forMs === undefined ? undefined : fault.forMs / 1000}
          min={0.1}
          max={maxFaultMs / 1000}
          optional
          placeholder="∞"
          onCommit={(seconds) => onCommit(seconds === undefined ? undefined : Math.round(seconds * 1000))}
        />
      );
  }
}

/** What stands behind More and is not as usual. */
function summaryOf({ leg, seed }: Fault, common: readonly CommonSetting[]): string {
  const words = [
    ...(common.includes('leg') && leg !== 'both' ? [`only the ${leg}`] : []),
    ...(common.includes('seed') && seed !== undefined ? [`seed ${seed}`] : []),
  ];
  return words.join(' · ');
}

function More({ summary, children }: { summary: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <button
        type="button"
        className={classes.more}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <IconChevronRight size={13} aria-hidden className={classes.chevron} />
        {isOpen ? 'Less' : 'More'}
        {!isOpen && summary !== '' && <span className={classes.summary}>{summary}</span>}
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <SimpleGrid cols={2} spacing={8}>
            {children}
          </SimpleGrid>
        )}
      </div>
    </div>
  );
}
