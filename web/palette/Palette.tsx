import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { paletteDragType } from '../canvas/dragType.ts';
import { canvasView } from '../canvas/canvasView.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { freePlace } from './freePlace.ts';
import { insertItem } from './insert.ts';
import { paletteItems, type PaletteItem } from './items.ts';
import classes from './Palette.module.css';

/** What can be put on the canvas: drag it there, or press Enter or click to have it placed. */
export function Palette() {
  const [filter, setFilter] = useState('');
  const found = paletteItems.filter(({ label }) => label.toLowerCase().includes(filter.trim().toLowerCase()));
  const groups = [...new Set(found.map(({ group }) => group))];
  const [first] = found;
  return (
    <div className={classes.palette}>
      <TextInput
        size="xs"
        aria-label="Filter the palette"
        placeholder="Filter"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && first !== undefined) insert(first);
          if (event.key === 'Escape') setFilter('');
        }}
      />
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <h2 className={classes.group}>{group}</h2>
          {found
            .filter((item) => item.group === group)
            .map((item) => (
              <Item key={item.id} item={item} />
            ))}
        </section>
      ))}
      {found.length === 0 && <p className={classes.empty}>Nothing is called that. Clear the filter to see all.</p>}
    </div>
  );
}

function Item({ item }: { item: PaletteItem }) {
  const Icon = item.icon;
  return (
    <button
      type="button"
      className={classes.item}
      title={item.explain}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(paletteDragType, item.id);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => insert(item)}
    >
      <span className={classes.icon} style={{ '--item-color': `var(--mantine-color-${item.color}-filled)` }}>
        <Icon size={15} aria-hidden />
      </span>
      {item.label}
    </button>
  );
}

function insert(item: PaletteItem): void {
  const { flow } = useFlowStore.getState();
  insertItem(flow, item, freePlace(flow, canvasView().middle()));
}
