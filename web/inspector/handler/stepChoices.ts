import { patternText } from '#shared/flow/pattern.ts';
import type { Step, StepKind } from '#shared/steps/step.ts';
import { stepLooks } from '../../steps/index.ts';
import type { StepPlace } from '../../steps/look.ts';
import { freeName } from '../../steps/names.ts';
import { lookOf } from '../../steps/slotsOf.ts';
import { answered, payloadName, wiresOf } from '../../steps/wires.ts';
import type { Choosable } from '../../ui/TypeAhead.tsx';

export interface StepChoice extends Choosable {
  create: () => Step;
}

/** More than this is found by typing its kind and choosing the pattern there. */
const maxCalls = 100;

/** What can be added: every kind of step, and each message that somebody behind a wire of the service answers. */
export function stepChoices(place: StepPlace): StepChoice[] {
  const kinds = (Object.keys(stepLooks) as StepKind[]).map((kind) => {
    const look = lookOf(kind);
    return {
      id: kind,
      label: look.label,
      group: 'Steps',
      hint: look.short,
      words: look.explain,
      icon: look.icon,
      color: 'blue',
      create: () => look.create(place),
    };
  });
  return [...kinds, ...calls(place, 'request'), ...calls(place, 'event')].slice(0, kinds.length + maxCalls);
}

function calls(place: StepPlace, kind: 'request' | 'event'): StepChoice[] {
  const look = kind === 'request' ? stepLooks.send : stepLooks.emit;
  return wiresOf(place.flow, place.service).flatMap(({ value: wire, label }) =>
    answered(place.flow, wire, kind).map((pattern) => ({
      id: `${kind} ${wire} ${patternText(pattern)}`,
      label: `${label} ${patternText(pattern)}`,
      group: kind === 'request' ? 'Ask' : 'Tell',
      words: look.label,
      icon: look.icon,
      color: kind === 'request' ? 'blue' : 'yellow',
      create: (): Step => {
        const data = payloadName(place);
        if (kind === 'event') return { do: 'emit', wire, pattern, data };
        return { do: 'send', wire, pattern, data, as: freeName('answer', place.names) };
      },
    })),
  );
}
