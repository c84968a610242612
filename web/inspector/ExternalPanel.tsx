import { IconServer } from '@tabler/icons-react';
import { externalSchema } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { NumberField } from '../ui/NumberField.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import { Section } from '../ui/Section.tsx';
import { TextField } from '../ui/TextField.tsx';
import { validateWith } from '../ui/validateWith.ts';
import { change } from './change.ts';
import classes from './Inspector.module.css';
import { InspectorHead } from './InspectorHead.tsx';
import { NameField } from './NameField.tsx';

/** A service that runs elsewhere; wires may lead to it. */
export function ExternalPanel({ id }: { id: string }) {
  const external = useFlowStore((state) => own(state.flow.externals, id));
  const at = `externals.${id}`;
  const problems = { whole: useProblemAt(at), host: useProblemAt(`${at}.host`), port: useProblemAt(`${at}.port`) };
  if (external === undefined) return null;
  const set = (field: string, value: unknown): string | undefined =>
    change({ edit: 'set', part: 'externals', id, field, value });
  return (
    <>
      <InspectorHead
        icon={IconServer}
        color="gray"
        title={external.name}
        subtitle={`runs elsewhere · TCP ${external.host}:${external.port}`}
      />
      <div className={classes.body}>
        {problems.whole !== undefined && <ProblemNote problem={problems.whole} />}
        <Section title="Address">
          <TextField
            label="Host"
            value={external.host}
            mono
            validate={validateWith(externalSchema.shape.host)}
            problem={problems.host}
            onCommit={(host) => set('host', host.trim())}
          />
          <NumberField
            label="Port"
            value={external.port}
            min={1}
            max={65_535}
            wholeNumber
            problem={problems.port}
            onCommit={(port) => set('port', port)}
          />
          <NameField part="externals" id={id} name={external.name} schema={externalSchema.shape.name} />
          <div className={classes.empty}>
            A NestJS application of your own that listens by TCP. Draw a wire to it and send: its answers show in the
            trace.
          </div>
        </Section>
      </div>
    </>
  );
}
