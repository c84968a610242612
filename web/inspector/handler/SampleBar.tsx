import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#shared/json.ts';
import type { ScopeValues } from '../../steps/handlerSample.ts';
import { writeSample } from '../../steps/sampleStore.ts';
import type { SampleInUse } from '../../steps/useHandlerSample.ts';
import { ExpressionField } from '../../ui/ExpressionField.tsx';
import { parseLiteral } from '../../ui/literal.ts';
import classes from './SampleBar.module.css';

/** On which values the expressions below are tried: those of the last message, or a sample that one writes. */
export function SampleBar({ of, sample }: { of: string; sample: SampleInUse }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes.frame}>
      <div className={classes.row}>
        <span className={classes.text}>{words(sample)}</span>
        {sample.from === 'written' && (
          <Button variant="subtle" color="gray" size="compact-xs" onClick={() => writeSample(of, undefined)}>
            Use the last message
          </Button>
        )}
        <Button variant="subtle" color="gray" size="compact-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Close sample' : 'Edit sample'}
        </Button>
      </div>
      {isOpen && (
        <ExpressionField
          label="Sample"
          syntax="literal"
          value={sampleText(sample)}
          validate={mistakeIn}
          onCommit={(text) => {
            const read = valuesIn(text);
            if (read.ok) writeSample(of, read.values);
          }}
        />
      )}
    </div>
  );
}

/** Without what nobody wants to write; written or not, they are there. */
function sampleText({ values: { id: _id, meta: _meta, ...values } }: SampleInUse): string {
  return JSON.stringify(values, undefined, 2);
}

function words({ from, atUs }: SampleInUse): string {
  switch (from) {
    case 'message':
      return `Tried on the last message, of ${new Date((atUs ?? 0) / 1000).toLocaleTimeString()}.`;
    case 'written':
      return 'Tried on your sample.';
    case 'made up':
      return 'No message has come yet: tried on a sample.';
  }
}

const mistakeIn = (text: string): string | undefined => {
  const read = valuesIn(text);
  return read.ok ? undefined : read.why;
};

type Read = { ok: true; values: ScopeValues } | { ok: false; why: string };

function valuesIn(text: string): Read {
  const literal = parseLiteral(text);
  if (!literal.ok) return { ok: false, why: `At character ${literal.at + 1}: ${literal.message}.` };
  const { value } = literal;
  if (isRecord(value)) return { ok: true, values: value };
  return { ok: false, why: 'A sample is an object with the names: { data: { id: 1 } }.' };
}

const isRecord = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
