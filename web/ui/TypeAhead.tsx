import { Combobox, useCombobox } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ranked } from './rank.ts';
import classes from './TypeAhead.module.css';

export interface Choosable {
  id: string;
  label: string;
  group: string;
  /** A word or two behind the label. */
  hint?: string | undefined;
  /** Found by these words, too. */
  words?: string | undefined;
  icon?: Icon | undefined;
  /** A colour of the Mantine theme. */
  color?: string | undefined;
}

interface TypeAheadProps<T extends Choosable> {
  label: string;
  placeholder: string;
  items: readonly T[];
  /** Said when nothing is found. */
  nothing: string;
  onPick: (item: T) => void;
  onClose: () => void;
}

/** As many as can be taken in; the rest is found by typing. */
const shown = 60;

/** A field with a list below: type a few letters, choose with the arrows and Enter, leave with Esc. */
export function TypeAhead<T extends Choosable>({
  label,
  placeholder,
  items,
  nothing,
  onPick,
  onClose,
}: TypeAheadProps<T>) {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const found = useMemo(() => {
    const best = ranked(typed, items, ({ label, words }) => ({ text: label, more: words })).slice(0, shown);
    return groupsOf(best);
  }, [typed, items]);
  useEffect(() => field.current?.focus(), []);
  const { selectFirstOption } = combobox;
  useEffect(() => {
    if (found.length > 0) selectFirstOption();
  }, [found, selectFirstOption]);
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        const item = items.find((candidate) => candidate.id === id);
        if (item !== undefined) onPick(item);
      }}
    >
      <Combobox.EventsTarget withExpandedAttribute>
        <input
          ref={field}
          className={classes.field}
          aria-label={label}
          placeholder={placeholder}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Tab') event.preventDefault();
            if (event.key === 'Escape' || event.key === 'Tab') onClose();
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.Options className={classes.list ?? ''} aria-label={label} tabIndex={0}>
        {found.map(([group, members]) => (
          <Combobox.Group key={group} label={group}>
            {members.map((item) => (
              <Option key={item.id} item={item} />
            ))}
          </Combobox.Group>
        ))}
        {found.length === 0 && <Combobox.Empty>{nothing}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  );
}

function Option({ item }: { item: Choosable }) {
  const Shape = item.icon;
  return (
    <Combobox.Option value={item.id} className={classes.option ?? ''}>
      {Shape !== undefined && (
        <span
          className={classes.icon}
          style={{ '--item-color': `var(--mantine-color-${item.color ?? 'gray'}-filled)` }}
        >
          <Shape size={14} aria-hidden />
        </span>
      )}
      <span className={classes.label}>{item.label}</span>
      {item.hint !== undefined && <span className={classes.hint}>{item.hint}</span>}
    </Combobox.Option>
  );
}

/** Grouped, each group where its best member stands. */
function groupsOf<T extends Choosable>(items: readonly T[]): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}
