import type { Edit } from '#shared/flow/edits.ts';
import { patternText, type Pattern } from '#shared/flow/pattern.ts';
import type { Step, StepKind } from '#shared/steps/step.ts';
import { stepLooks } from '../../steps/index.ts';
import type { StepPlace } from '../../steps/look.ts';
import { freeName } from '../../steps/names.ts';
import { answeredBy, newWires, type CallKind } from '../../steps/newWires.ts';
import { lookOf } from '../../steps/slotsOf.ts';
import { answered, payloadName, wiresOf } from '../../steps/wires.ts';
import type { Choosable } from '../../ui/TypeAhead.tsx';

export interface StepChoice extends Choosable {
  create: () => NewStep;
}

export interface NewStep {
  step: Step;
  /** What draws the wire that it asks. */
  also?: readonly Edit[];
}

/** More than this is found by typing its kind and choosing the pattern there. */
const maxCalls = 100;

/** What can be added: every kind of step, and each message that somebody answers, over a wire of the service or a new one. */
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
      create: () => ({ step: look.create(place) }),
    };
  });
  return [...kinds, ...callChoices(place, 'request'), ...callChoices(place, 'event')].slice(0, kinds.length + maxCalls);
}

/** One for each pattern that is answered: first over wires that are there, then over those that could be drawn. */
export function callChoices(place: StepPlace, kind: CallKind): StepChoice[] {
  const { flow, service } = place;
  const there = wiresOf(flow, service).flatMap(({ value: wire, label }) =>
    answered(flow, wire, kind).map((pattern) => callChoice(place, { kind, wire, label, pattern })),
  );
  const drawn = newWires(flow, service).flatMap(({ box, wire, label, edits }) =>
    answeredBy(flow, box, kind).map((pattern) => callChoice(place, { kind, wire, label, pattern, also: edits })),
  );
  return [...there, ...drawn];
}

interface Call {
  kind: CallKind;
  wire: string;
  label: string;
  pattern: Pattern;
  also?: readonly Edit[];
}

function callChoice(place: StepPlace, { kind, wire, label, pattern, also }: Call): StepChoice {
  const look = kind === 'request' ? stepLooks.send : stepLooks.emit;
  const group = kind === 'request' ? 'Ask' : 'Tell';
  return {
    id: `${kind} ${wire} ${patternText(pattern)}`,
    label: `${label} ${patternText(pattern)}`,
    group: also === undefined ? group : `${group} over a new wire`,
    words: look.label,
    icon: look.icon,
    color: kind === 'request' ? 'blue' : 'yellow',
    create: () => {
      const call = { wire, pattern, data: payloadName(place) };
      const step: Step =
        kind === 'event' ? { do: 'emit', ...call } : { do: 'send', ...call, as: freeName('answer', place.names) };
      return also === undefined ? { step } : { step, also };
    },
  };
}
