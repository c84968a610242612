import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Handler } from '#shared/flow/flow.ts';
import { expectedNameSchema, expectedTypes, type Expected, type Expects } from '#shared/flow/nestSettings.ts';
import { useProblemAt } from '../../problems/useProblems.ts';
import { ProblemNote } from '../../ui/ProblemNote.tsx';
import { Section } from '../../ui/Section.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { validateWith } from '../../ui/validateWith.ts';
import inspector from '../Inspector.module.css';
import classes from './ExpectsForm.module.css';

interface ExpectsFormProps {
  at: string;
  handler: Handler;
  onChange: (handler: Handler) => void;
}

const choices: { value: Expected; label: string }[] = expectedTypes.flatMap((type) => [
  { value: type, label: type },
  { value: `${type}?` as const, label: `${type}, if given` },
]);
const checkName = validateWith(expectedNameSchema);

/** The DTO of a handler: what the validation pipe of its service wants of the payload, or of the body over HTTP. */
export function ExpectsForm({ at, handler, onChange }: ExpectsFormProps) {
  const problem = useProblemAt(`${at}.expects`);
  const { expects = {}, ...bare } = handler;
  const entries = Object.entries(expects);
  const put = (changed: [string, Expected][]): void => {
    onChange(changed.length === 0 ? bare : { ...bare, expects: Object.fromEntries(changed) });
  };
  const addButton = (
    <Button
      variant="subtle"
      size="compact-xs"
      leftSection={<IconPlus size={13} />}
      onClick={() => put([...entries, [freeName(expects), 'string']])}
    >
      Add property
    </Button>
  );
  return (
    <Section title="Expects" action={addButton}>
      {entries.length === 0 && (
        <div className={inspector.empty}>
          Any {'http' in handler.on ? 'body' : 'payload'}. Name its properties, and the validation pipe checks them.
        </div>
      )}
      {entries.map(([name, expected], index) => {
        const change = (entry?: [string, Expected]): void =>
          put(entries.flatMap((old, place) => (place !== index ? [old] : entry === undefined ? [] : [entry])));
        return (
          // By its place: a name that is being changed keeps its field.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className={classes.row} role="group" aria-label={`Property ${name}`}>
            <TextField
              label="Property"
              value={name}
              mono
              validate={(text) =>
                text !== name && Object.hasOwn(expects, text) ? 'There is such a property already.' : checkName(text)
              }
              onCommit={(text) => change([text, expected])}
            />
            <SelectField label="Is" value={expected} options={choices} onChange={(chosen) => change([name, chosen])} />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Remove property ${name}`}
              title={`Remove property ${name}`}
              onClick={() => change()}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </div>
        );
      })}
      {problem !== undefined && <ProblemNote problem={problem} />}
    </Section>
  );
}

function freeName(expects: Expects): string {
  let name = 'property';
  for (let count = 2; Object.hasOwn(expects, name); count += 1) name = `property${count}`;
  return name;
}
