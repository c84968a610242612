import { Select } from '@mantine/core';
import { useMemo, useState, type KeyboardEvent } from 'react';
import type { Edit } from '#shared/flow/edits.ts';
import type { Problem } from '#shared/problem.ts';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { ranked } from '../ui/rank.ts';
import type { StepPlace } from './look.ts';
import { newWires } from './newWires.ts';
import { wiresOf } from './wires.ts';

interface WireFieldProps {
  wire: string;
  place: StepPlace;
  problem: Problem | undefined;
  /** `to`: what the wire leads to. `also` draws it, when it is a new one. */
  onChange: (wire: string, to: string, also?: readonly Edit[]) => void;
}

const newPrefix = 'new ';

/** Over which wire a step asks: one of the service's, or one that is drawn by choosing it. */
export function WireField({ wire, place: { flow, service }, problem, onChange }: WireFieldProps) {
  const present = wiresOf(flow, service);
  const possible = useMemo(() => newWires(flow, service), [flow, service]);
  const isKnown = present.some(({ value }) => value === wire);
  const own = isKnown ? present : [...present, { value: wire, label: `${wire} (missing)` }];
  const more = possible.map(({ box, label }) => ({ value: `${newPrefix}${box}`, label: `New wire to ${label}` }));
  const [isOpen, setOpen] = useState(false);
  const shown = own.find(({ value }) => value === wire)?.label;
  const choose = (chosen: string | null): void => {
    if (chosen === null || chosen === wire) return;
    const drawn = possible.find(({ box }) => `${newPrefix}${box}` === chosen);
    if (drawn !== undefined) onChange(drawn.wire, drawn.to, drawn.edits);
    else onChange(chosen, flow.wires[chosen]?.to ?? '');
  };
  /** Enter after typing means what is marked, or else the best: the list itself forgets its mark when it has only just opened. */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const field = event.target;
    if (event.key !== 'Enter' || !isOpen || !(field instanceof HTMLInputElement) || field.value === shown) return;
    event.preventDefault();
    event.stopPropagation();
    const list = document.getElementById(field.getAttribute('aria-controls') ?? '');
    const marked = list?.querySelector<HTMLElement>('[data-combobox-selected]');
    const [best] = ranked(field.value, [...own, ...more], ({ label }) => label);
    setOpen(false);
    if (marked != null) marked.click();
    else if (best !== undefined) choose(best.value);
  };
  return (
    <div onKeyDownCapture={onKeyDown}>
      <Select
        label="Wire"
        size="xs"
        searchable
        selectFirstOptionOnChange
        allowDeselect={false}
        nothingFoundMessage="There is no such wire, and no box that one could lead to."
        value={wire}
        data={[{ group: 'Wires', items: own }, ...(more.length === 0 ? [] : [{ group: 'Draw', items: more }])]}
        filter={({ options, search }) => {
          // While nothing is typed, all of them are of interest.
          if (search === shown) return options;
          return options.flatMap((option) => {
            if (!('group' in option)) return [];
            const items = ranked(search, option.items, ({ label }) => label);
            return items.length === 0 ? [] : [{ ...option, items }];
          });
        }}
        onChange={choose}
        dropdownOpened={isOpen}
        onDropdownOpen={() => setOpen(true)}
        onDropdownClose={() => setOpen(false)}
      />
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}
