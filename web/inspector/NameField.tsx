import type { z } from 'zod';
import type { Part } from '#shared/flow/flow.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { TextField } from '../ui/TextField.tsx';
import { validateWith } from '../ui/validateWith.ts';
import { change } from './change.ts';

interface NameFieldProps {
  part: Exclude<Part, 'notes' | 'groups'>;
  id: string;
  name: string;
  schema: z.ZodType;
}

export function NameField({ part, id, name, schema }: NameFieldProps) {
  return (
    <TextField
      label="Name"
      value={name}
      validate={validateWith(schema)}
      problem={useProblemAt(`${part}.${id}.name`)}
      onCommit={(text) => change({ edit: 'set', part, id, field: 'name', value: text.trim() })}
    />
  );
}
