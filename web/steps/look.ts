import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Edit } from '#shared/flow/edits.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { Step, StepKind, StepOf } from '#shared/steps/step.ts';
import type { ScopeValues } from './handlerSample.ts';
import type { NameInScope } from '../ui/nameInScope.ts';
import type { TriggerKind } from './names.ts';

/** Where a step stands: what it may ask and which names it may use. */
export interface StepPlace {
  flow: Flow;
  service: string;
  /** How the message comes in: http handlers have `body`, the others `data`. */
  trigger: TriggerKind;
  /** The name of what came with the message: `body`, `data`, see `payloadOf`. */
  payload: string;
  names: readonly NameInScope[];
  /** What the names were in the last message, as far as it is known. */
  values: ScopeValues;
}

export interface StepFormProps<K extends StepKind> {
  step: StepOf<K>;
  place: StepPlace;
  /** Dotted path of the step, as in `Problem.at`. */
  at: string;
  /** `also`: edits that belong to the same gesture, such as a new wire that the step asks. */
  onChange: (step: StepOf<K>, also?: readonly Edit[]) => void;
}

/** A list of steps inside a step. `steps` undefined = not there, and can be added. */
export interface StepSlot {
  /** `then`, `branch 2`: what stands above the list. */
  label: string;
  path: string;
  steps: Step[] | undefined;
  /** Whether the list can be taken away. */
  optional: boolean;
  /** Names that exist only inside it. */
  adds?: readonly NameInScope[];
  /** The step with this list in place of the present one. */
  with: (steps: Step[] | undefined) => Step;
}

/** How one kind of step looks: its word, its line in the menu, its form. */
export interface StepLook<K extends StepKind> {
  label: string;
  /** A few words beside the label. */
  short: string;
  explain: string;
  icon: Icon;
  create: (place: StepPlace) => StepOf<K>;
  /** The step in one line, as it is read when its form is closed. */
  summary: (step: StepOf<K>, place: StepPlace) => string;
  Form?: ComponentType<StepFormProps<K>>;
  slots?: (step: StepOf<K>) => StepSlot[];
}

export type StepLooks = { [K in StepKind]: StepLook<K> };
