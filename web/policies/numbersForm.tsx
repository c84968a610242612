import { lazy, type ComponentType } from 'react';
import type { z } from 'zod';
import type { PolicyFormProps, PolicyOf } from './look.ts';
import type { PolicyKind } from '#shared/policies/policies.ts';

// The canvas asks the looks for badges: fields are loaded when a form is shown.
const NumberSettings = lazy(() => import('./NumberSettings.tsx').then((file) => ({ default: file.NumberSettings })));

/** The kinds whose settings are all numbers, on a plain form. */
type NumbersKind = Extract<PolicyKind, 'retry' | 'breaker' | 'bulkhead' | 'rate' | 'hedge'>;

interface NumberSetting<K extends NumbersKind> {
  field: keyof PolicyOf<K> & string;
  /** With its unit: `back-off at most, ms`. */
  label: string;
  step?: number;
  schema: z.ZodNumber;
}

/** A form of one number field per setting, with the bounds that the format gives it. `mend` keeps settings fitting to each other. */
export function numbersForm<K extends NumbersKind>(
  settings: readonly NumberSetting<K>[],
  mend: (policy: PolicyOf<K>, changed: string) => PolicyOf<K> = (policy) => policy,
): ComponentType<PolicyFormProps<K>> {
  return function NumbersForm({ policy, at, onChange }) {
    const values: Readonly<Record<string, number>> = policy;
    return (
      <NumberSettings
        at={at}
        settings={settings}
        values={values}
        onCommit={(field, value) => onChange(mend({ ...policy, [field]: value }, field))}
      />
    );
  };
}
