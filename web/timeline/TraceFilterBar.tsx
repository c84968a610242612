import { ActionIcon, Button, NumberInput, Popover, Select, TextInput } from '@mantine/core';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { memo } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { Toggle } from '../ui/Toggle.tsx';
import { filterCount, noFilter, type TraceFilter } from './traceFilter.ts';
import classes from './TraceList.module.css';

interface FilterBarProps {
  filter: TraceFilter;
  onChange: (filter: TraceFilter) => void;
}

/** What to look for in the list of traces, which is drawn anew with every batch of events; this is not. */
export const TraceFilterBar = memo(function TraceFilterBar({ filter, onChange }: FilterBarProps) {
  const services = useFlowStore((state) => state.flow.services);
  const count = filterCount(filter);
  const change = (part: Partial<TraceFilter>): void => onChange({ ...filter, ...part });
  return (
    <div className={classes.bar}>
      <TextInput
        size="xs"
        className={classes.search ?? ''}
        aria-label="Search traces"
        placeholder="Pattern, service, error"
        leftSection={<IconSearch size={13} />}
        value={filter.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Popover position="top-end" withinPortal trapFocus width={230}>
        <Popover.Target>
          <ActionIcon
            variant={count > 0 ? 'light' : 'subtle'}
            color={count > 0 ? 'blue' : 'gray'}
            aria-label={count === 0 ? 'Filter traces' : `Filter traces, ${count} set`}
          >
            <IconFilter size={15} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown className={classes.filters ?? ''} aria-label="Filters">
          <Toggle
            size="xs"
            label="Has an error"
            checked={filter.errorsOnly}
            onChange={() => change({ errorsOnly: !filter.errorsOnly })}
          />
          <Toggle
            size="xs"
            label="A fault acted on it"
            checked={filter.faultsOnly}
            onChange={() => change({ faultsOnly: !filter.faultsOnly })}
          />
          <NumberInput
            size="xs"
            label="Slower than, ms"
            placeholder="any"
            min={0}
            allowDecimal={false}
            value={filter.slowerMs ?? ''}
            onChange={(value) => change({ slowerMs: typeof value === 'number' ? value : undefined })}
          />
          <Select
            size="xs"
            label="Service that took part"
            placeholder="any"
            clearable
            comboboxProps={{ withinPortal: false }}
            data={Object.entries(services).map(([value, { name }]) => ({ value, label: name }))}
            value={filter.service ?? null}
            onChange={(value) => change({ service: value ?? undefined })}
          />
          <Button
            size="compact-xs"
            variant="default"
            disabled={count === 0}
            onClick={() => change({ ...noFilter, text: filter.text })}
          >
            Show all again
          </Button>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
});
