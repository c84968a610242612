import { IconBroadcast } from '@tabler/icons-react';
import { patternText } from '#shared/flow/pattern.ts';
import { CallForm } from './CallForm.tsx';
import type { StepFormProps, StepLook } from './look.ts';
import { firstCall, payloadName } from './wires.ts';

function EmitForm({ step, place, at, onChange }: StepFormProps<'emit'>) {
  return (
    <CallForm step={step} place={place} at={at} onChange={(change, also) => onChange({ ...step, ...change }, also)} />
  );
}

export const emitLook: StepLook<'emit'> = {
  label: 'Emit',
  short: 'publish an event',
  explain: 'Publish an event over a wire and go on at once; nobody answers.',
  icon: IconBroadcast,
  create: (place) => ({ do: 'emit', ...firstCall(place, 'event'), data: payloadName(place) }),
  summary: (step, { flow }) => `${flow.wires[step.wire]?.name ?? step.wire} ${patternText(step.pattern)}`,
  Form: EmitForm,
};
