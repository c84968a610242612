import { Button, MultiSelect, SimpleGrid } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useFlowStore } from '../../flow/flowStore.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import classes from './Monkey.module.css';
import { targetChoices, targetKey, type MonkeyDraft } from './monkeyDraft.ts';
import { MonkeyFaults } from './MonkeyFaults.tsx';
import { letLoose } from './monkeyCommands.ts';
import { setDraft, useDraftNow } from './monkeyStore.ts';

const maxSeed = 0xffff_ffff;

/** What the next monkey shall do: which faults, where, at which pace, by which seed. */
export function MonkeyForm() {
  const draft = useDraftNow();
  const set = (change: Partial<MonkeyDraft>): void => setDraft({ ...draft, ...change });
  return (
    <section className={classes.form} aria-label="The next one">
      <MonkeyFaults draft={draft} onChange={set} />
      <Where draft={draft} onChange={set} />
      <SimpleGrid cols={3} spacing={8} verticalSpacing={8}>
        <Seconds
          label="every, s"
          ms={draft.everyMs}
          onChange={(everyMs) => set({ everyMs, jitterMs: Math.min(draft.jitterMs, everyMs) })}
        />
        <NumberField
          label="give or take, s"
          value={draft.jitterMs / 1000}
          min={0}
          max={draft.everyMs / 1000}
          step={0.5}
          onCommit={(seconds = 0) => set({ jitterMs: Math.round(seconds * 1000) })}
        />
        <Seconds label="each lasts, s" ms={draft.eachForMs} onChange={(eachForMs) => set({ eachForMs })} />
        <NumberField
          label="at once"
          value={draft.atOnce}
          min={1}
          max={20}
          wholeNumber
          onCommit={(atOnce = 1) => set({ atOnce })}
        />
        <NumberField
          label="stops after, s"
          value={draft.forMs === undefined ? undefined : draft.forMs / 1000}
          min={1}
          max={86_400}
          step={10}
          optional
          placeholder="never"
          onCommit={(seconds) => set({ forMs: seconds === undefined ? undefined : Math.round(seconds * 1000) })}
        />
        <NumberField
          label="seed"
          value={draft.seed}
          min={0}
          max={maxSeed}
          optional
          wholeNumber
          placeholder="any"
          onCommit={(seed) => set({ seed })}
        />
      </SimpleGrid>
    </section>
  );
}

/** Always in sight, however long the form is. */
export function LetLoose() {
  const draft = useDraftNow();
  return (
    <Button
      size="compact-sm"
      color="red"
      className={classes.go ?? ''}
      leftSection={<IconDice5 size={14} aria-hidden />}
      disabled={draft.faults.length === 0}
      onClick={() => void letLoose()}
    >
      Let it loose
    </Button>
  );
}

interface PartProps {
  draft: MonkeyDraft;
  onChange: (change: Partial<MonkeyDraft>) => void;
}

function Where({ draft, onChange }: PartProps) {
  const flow = useFlowStore((state) => state.flow);
  const groups = useMemo(() => targetChoices(flow), [flow]);
  const items = groups.flatMap((group) => group.items);
  const chosen = draft.targets.map(targetKey).filter((key) => items.some(({ value }) => value === key));
  return (
    <MultiSelect
      label="where"
      size="xs"
      data={groups.map(({ group, items: members }) => ({
        group,
        items: members.map(({ value, label }) => ({ value, label })),
      }))}
      value={chosen}
      placeholder={chosen.length === 0 ? 'anything it can act on' : ''}
      searchable
      clearable
      hidePickedOptions
      maxDropdownHeight={180}
      nothingFoundMessage="Nothing is called that."
      onChange={(keys) =>
        onChange({ targets: items.filter(({ value }) => keys.includes(value)).map(({ target }) => target) })
      }
    />
  );
}

function Seconds({ label, ms, onChange }: { label: string; ms: number; onChange: (ms: number) => void }) {
  return (
    <NumberField
      label={label}
      value={ms / 1000}
      min={0.1}
      max={600}
      step={0.5}
      onCommit={(seconds) => {
        if (seconds !== undefined) onChange(Math.round(seconds * 1000));
      }}
    />
  );
}
