import { SimpleGrid, Slider } from '@mantine/core';
import { useId, useState } from 'react';
import type { Fault, FaultKind, FaultTarget } from '#shared/faults/fault.ts';
import { isLinkFault } from '#shared/faults/fault.ts';
import { NumberField } from '../ui/NumberField.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Toggle } from '../ui/Toggle.tsx';
import { lookOf } from './faultBadge.ts';
import classes from './FaultCard.module.css';
import type { FaultField } from './look.ts';
import { maxFaultMs } from './look.ts';
import { useFaultSwitch } from './useFaultSwitch.ts';

/** A switch that breaks something; while it is on, its settings, which act at once. */
export function FaultCard({ target, kind }: { target: FaultTarget; kind: FaultKind }) {
  const look = lookOf(kind);
  const explainId = useId();
  const { fault, problem, switchOn, switchOff, change } = useFaultSwitch(target, kind);
  return (
    <section className={classes.card} data-on={fault !== undefined || undefined} aria-label={look.label}>
      <div className={classes.head}>
        <look.icon size={16} className={classes.icon} />
        <label className={classes.label} htmlFor={`${explainId}-switch`}>
          {look.label}
        </label>
        <Toggle
          id={`${explainId}-switch`}
          color="red"
          checked={fault !== undefined}
          describedBy={explainId}
          onChange={fault === undefined ? switchOn : switchOff}
        />
      </div>
      <div id={explainId} className={classes.explain}>
        {look.explain}
      </div>
      {fault !== undefined && <FaultSettings fault={fault} onChange={change} />}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </section>
  );
}

function FaultSettings({ fault, onChange }: { fault: Fault; onChange: (fault: Fault) => void }) {
  const look = lookOf(fault.kind);
  // Settings are looked up by the names that the kind's own look lists.
  const settings = fault as unknown as Readonly<Record<string, unknown>>;
  const set = (name: string, value: unknown): void => {
    const { [name]: _old, ...rest } = settings;
    onChange((value === undefined ? rest : { ...rest, [name]: value }) as unknown as Fault);
  };
  const numbers = look.fields.filter((field): field is FaultField & { type: 'number' } => field.type === 'number');
  const slider = look.slider;
  return (
    <div className={classes.settings}>
      {slider !== undefined && (
        <SettingSlider
          label={`${look.label}, ${numbers.find(({ name }) => name === slider.field)?.label ?? ''}`}
          value={Number(settings[slider.field] ?? 0)}
          max={slider.max}
          step={slider.step}
          onChange={(value) => set(slider.field, value)}
        />
      )}
      {look.fields.map((field: FaultField) =>
        field.type === 'text' ? (
          <TextField
            key={field.name}
            label={field.label}
            value={textOf(settings[field.name])}
            validate={(text) => (text.length > 2000 ? 'at most 2000 characters' : undefined)}
            onCommit={(text) => set(field.name, text)}
          />
        ) : null,
      )}
      <SimpleGrid cols={3} spacing={8} verticalSpacing={8}>
        {numbers.map((field) => (
          <NumberField
            key={field.name}
            label={field.label}
            value={settings[field.name] === undefined ? undefined : Number(settings[field.name])}
            min={field.min}
            max={field.max}
            step={field.step}
            optional={field.optional ?? false}
            onCommit={(value) => set(field.name, value)}
          />
        ))}
        <NumberField
          label={isLinkFault(fault) ? 'toxicity, %' : 'rate, %'}
          value={Number((fault.rate * 100).toFixed(2))}
          min={0}
          max={100}
          step={10}
          onCommit={(percent) => set('rate', (percent ?? 100) / 100)}
        />
        <NumberField
          label="count"
          value={fault.count}
          min={1}
          max={1_000_000}
          optional
          wholeNumber
          placeholder="no end"
          onCommit={(count) => set('count', count)}
        />
        <NumberField
          label="lasts, ms"
          value={fault.forMs}
          min={1}
          max={maxFaultMs}
          step={1000}
          optional
          placeholder="no end"
          onCommit={(forMs) => set('forMs', forMs)}
        />
      </SimpleGrid>
    </div>
  );
}

interface SettingSliderProps {
  label: string;
  value: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
}

/** Follows the finger by itself and hands over when it is let go, so that one drag is one change. */
function SettingSlider({ label, value, max, step, onChange }: SettingSliderProps) {
  const [dragged, setDragged] = useState<number>();
  return (
    <Slider
      thumbLabel={label}
      color="red"
      size="sm"
      thumbSize={14}
      min={0}
      max={max}
      step={step}
      value={Math.min(dragged ?? value, max)}
      label={(ms) => `${ms} ms`}
      onChange={setDragged}
      onChangeEnd={(chosen) => {
        setDragged(undefined);
        onChange(chosen);
      }}
    />
  );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
