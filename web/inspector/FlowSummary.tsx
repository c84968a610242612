import { Button } from '@mantine/core';
import { IconArrowsExchange, IconColumns3, IconSchema, IconTable } from '@tabler/icons-react';
import { flowSchema, type Flow } from '#shared/flow/flow.ts';
import { openDialog } from '../command/commandStore.ts';
import { useAccess, useIsReadOnly } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { Section } from '../ui/Section.tsx';
import { TextField } from '../ui/TextField.tsx';
import { validateWith } from '../ui/validateWith.ts';
import { change } from './change.ts';
import classes from './Inspector.module.css';
import { InspectorHead } from './InspectorHead.tsx';

/** Nothing is selected: what there is, and what one can do next. */
export function FlowSummary() {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const isLink = useAccess(({ link }) => link);
  return (
    <>
      <InspectorHead icon={IconSchema} color="blue" title={flow.name} subtitle={countsText(flow)} />
      <div className={classes.body}>
        <TextField
          label="Name of the flow"
          value={flow.name}
          validate={validateWith(flowSchema.shape.name)}
          onCommit={(name) => change({ edit: 'renameFlow', name: name.trim() })}
        />
        {Object.keys(flow.services).length > 0 && <TransportButtons />}
        <Section title="What next">
          <ul className={classes.hints}>
            {(isLink ? hintsToLookOn : hintsFor(flow, faults.length)).map((hint) => (
              <li key={hint}>{hint}</li>
            ))}
          </ul>
        </Section>
      </div>
    </>
  );
}

/** The same flow over another transport, or over all of them. */
function TransportButtons() {
  const readOnly = useIsReadOnly();
  return (
    <Section title="Transport">
      <div className={classes.buttons}>
        <Button
          size="xs"
          variant="default"
          disabled={readOnly}
          leftSection={<IconArrowsExchange size={14} aria-hidden />}
          onClick={() => openDialog('switch')}
        >
          Switch…
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconColumns3 size={14} aria-hidden />}
          onClick={() => openDialog('compare')}
        >
          Compare…
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTable size={14} aria-hidden />}
          onClick={() => openDialog('truth')}
        >
          What each does
        </Button>
      </div>
    </Section>
  );
}

function countsText(flow: Flow): string {
  const count = (number: number, word: string): string[] =>
    number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
  const parts = [
    ...count(Object.keys(flow.services).length, 'service'),
    ...count(Object.keys(flow.brokers).length, 'broker'),
    ...count(Object.keys(flow.wires).length, 'wire'),
    ...count(Object.keys(flow.drivers).length, 'driver'),
  ];
  return parts.length === 0 ? 'empty' : parts.join(' · ');
}

const hintsToLookOn: readonly string[] = [
  'Choose a message below to see what it carried, and why it happened.',
  'Click a box, a wire or a handler to see how it is set, and the NestJS code of it.',
  'Make your own copy to send, to change and to break something yourself.',
];

function hintsFor(flow: Flow, faults: number): string[] {
  if (Object.keys(flow.services).length === 0) {
    return [
      'Drag an HTTP gateway and a TCP service from the left to the canvas. Each is a real NestJS application at once.',
      'Pull a wire from the right edge of the one to the other: that is a real ClientProxy.',
      'Or open one of the examples.',
    ];
  }
  return [
    ...(Object.keys(flow.drivers).length > 0
      ? ['Press Send on a driver: its request travels as dots; the timeline below draws itself.']
      : ['Drag a driver in to send HTTP requests, or click a wire and send a message of your own.']),
    'Click a wire to break it: latency, a black hole, a reset. Give it a timeout and see what the caller gets.',
    'Click a handler to see and change the steps it takes; the change is live when you leave the field.',
    'Kill a service, or its broker, and bring it back.',
    ...(faults > 0 ? [`${faults} ${faults === 1 ? 'thing is' : 'things are'} broken on purpose now.`] : []),
  ];
}
