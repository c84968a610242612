import { Button } from '@mantine/core';
import type { Handler } from '#shared/flow/flow.ts';
import { stepLooks } from '../../steps/index.ts';
import type { StepPlace } from '../../steps/look.ts';
import { triggerKind } from '../../steps/names.ts';
import { lookOf } from '../../steps/slotsOf.ts';
import { payloadName } from '../../steps/wires.ts';
import classes from './FirstSteps.module.css';
import { callChoices, type NewStep } from './stepChoices.ts';
import { useHandlerSteps } from './stepsContext.ts';

/** What a handler without steps does, and three good ways to begin one. */
export function FirstSteps({ on, place }: { on: Handler['on']; place: StepPlace }) {
  const { insert, isReadOnly } = useHandlerSteps();
  return (
    <div className={classes.frame}>
      <p className={classes.says}>{silence[triggerKind(on)]}</p>
      {(isReadOnly ? [] : firstSteps(place)).map(({ step, also, words }) => {
        const look = lookOf(step.do);
        return (
          <Button
            key={step.do}
            variant="light"
            size="xs"
            justify="flex-start"
            leftSection={<look.icon size={15} />}
            onClick={() => insert({ list: '', index: 0 }, [step], also)}
          >
            <span className={classes.words}>{words}</span>
          </Button>
        );
      })}
    </div>
  );
}

/** Seen on NestJS 12: a method that returns nothing. */
const silence = {
  http: 'Without a reply the caller gets 201 for a POST, 200 otherwise, and an empty body, as from a method that returns nothing.',
  message:
    'Without a reply the caller’s send completes without a value, which firstValueFrom turns into an EmptyError.',
  event: 'An event wants no reply. Without steps it arrives and nothing comes of it.',
} as const;

interface FirstStep extends NewStep {
  words: string;
}

function firstSteps(place: StepPlace): FirstStep[] {
  const data = payloadName(place);
  const isEvent = place.trigger === 'event';
  const reply = { step: { do: 'reply', value: data } as const, words: `Reply with what came: ${data}` };
  const log = { step: { do: 'log', value: data } as const, words: `Log what came: ${data}` };
  const keep = { step: stepLooks.set.create(place), words: 'Keep what came in the service’s store' };
  return isEvent ? [log, firstCall(place), keep] : [reply, firstCall(place), log];
}

/** To somebody who answers, if there is anybody; else to be filled in. */
function firstCall(place: StepPlace): FirstStep {
  const isEvent = place.trigger === 'event';
  const verb = isEvent ? 'Emit to' : 'Ask';
  const [choice] = callChoices(place, isEvent ? 'event' : 'request');
  if (choice !== undefined) return { ...choice.create(), words: `${verb} ${choice.label}` };
  const look = isEvent ? stepLooks.emit : stepLooks.send;
  return { step: look.create(place), words: `${verb} another service` };
}
