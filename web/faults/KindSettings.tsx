import { SimpleGrid } from '@mantine/core';
import type { Fault } from '#shared/faults/fault.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { checkExpression } from '../steps/checkExpression.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import { NumberField } from '../ui/NumberField.tsx';
import { PatternField } from '../ui/PatternField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { lookOf } from './faultBadge.ts';
import { knownPatternTexts } from './knownPatternTexts.ts';
import type { FaultField } from './look.ts';
import { setOn, settingsOf } from './setOn.ts';
import { SettingSlider } from './SettingSlider.tsx';

interface KindSettingsProps {
  fault: Fault;
  onChange: (fault: Fault) => void;
}

/** What this kind of fault alone can be set to, from the fields that its look lists. */
export function KindSettings({ fault, onChange }: KindSettingsProps) {
  const look = lookOf(fault.kind);
  const settings = settingsOf(fault);
  const set = (name: string, value: unknown): void => onChange(setOn(fault, name, value));
  const numbers = look.fields.filter((field): field is FaultField & { type: 'number' } => field.type === 'number');
  const slider = look.slider;
  return (
    <>
      {slider !== undefined && (
        <SettingSlider
          label={`${look.label}, ${numbers.find(({ name }) => name === slider.field)?.label ?? ''}`}
          value={Number(settings[slider.field] ?? 0)}
          max={slider.max}
          step={slider.step}
          onChange={(value) => set(slider.field, value)}
        />
      )}
      {look.fields.map((field) =>
        field.type === 'number' ? null : (
          <WideField key={field.name} field={field} value={settings[field.name]} onCommit={set} />
        ),
      )}
      {numbers.length > 0 && (
        <SimpleGrid cols={Math.min(3, Math.max(2, numbers.length))} spacing={8} verticalSpacing={8}>
          {numbers.map((field) => (
            <NumberField
              key={field.name}
              label={field.label}
              value={settings[field.name] === undefined ? undefined : Number(settings[field.name])}
              min={field.min}
              max={field.max}
              step={field.step}
              optional={field.optional ?? false}
              wholeNumber={field.whole ?? false}
              onCommit={(value) => set(field.name, value)}
            />
          ))}
        </SimpleGrid>
      )}
    </>
  );
}

interface WideFieldProps {
  field: Exclude<FaultField, { type: 'number' }>;
  value: unknown;
  onCommit: (name: string, value: unknown) => void;
}

function WideField({ field, value, onCommit }: WideFieldProps) {
  const flow = useFlowStore((state) => state.flow);
  const commit = (next: unknown): void => onCommit(field.name, next);
  switch (field.type) {
    case 'text':
      return <TextField label={field.label} value={textOf(value)} validate={shortEnough} onCommit={commit} />;
    case 'pattern':
      // What comes from the server is a pattern: the format says so.
      return (
        <PatternField
          label={field.label}
          pattern={value as Pattern | undefined}
          suggestions={knownPatternTexts(flow)}
          onCommit={commit}
        />
      );
    case 'expression':
      return (
        <ExpressionField
          label={field.label}
          value={textOf(value)}
          names={field.names}
          checksNames
          validate={checkExpression}
          onCommit={commit}
        />
      );
  }
}

const shortEnough = (text: string): string | undefined => (text.length > 2000 ? 'at most 2000 characters' : undefined);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
