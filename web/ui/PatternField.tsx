import { Autocomplete } from '@mantine/core';
import { patternText, type Pattern } from '#shared/flow/pattern.ts';
import type { Problem } from '#shared/problem.ts';
import { parsePattern } from './parsePattern.ts';
import { ProblemNote } from './ProblemNote.tsx';
import { useDraft } from './useDraft.ts';

export interface PatternFieldProps {
  label?: string;
  pattern: Pattern | undefined;
  /** Patterns that would be answered, offered while typing. */
  suggestions?: readonly string[];
  problem?: Problem | undefined;
  onCommit: (pattern: Pattern) => void;
}

/** A pattern: a text, or an object such as `{ cmd: 'sum' }`. */
export function PatternField({ label = 'Pattern', pattern, suggestions = [], problem, onCommit }: PatternFieldProps) {
  const take = (text: string): string | undefined => {
    const parsed = parsePattern(text);
    if (!parsed.ok) return parsed.message;
    onCommit(parsed.pattern);
    return undefined;
  };
  const value = pattern === undefined ? '' : patternText(pattern);
  const draft = useDraft({ value, onCommit: take });
  return (
    <div>
      <Autocomplete
        label={label}
        size="xs"
        data={[...suggestions]}
        // With nothing typed yet all of them are of interest, not only those that contain the present text.
        filter={({ options, search }) =>
          search === value ? options : options.filter((option) => contains(option, search))
        }
        placeholder="order_created or { cmd: 'sum' }"
        spellCheck={false}
        value={draft.text}
        error={draft.error}
        styles={mono}
        openOnFocus={false}
        onChange={draft.setText}
        onOptionSubmit={(text) => {
          draft.revert();
          take(text);
        }}
        onBlur={draft.commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.currentTarget.getAttribute('aria-activedescendant') === null)
            draft.commit();
          else if (event.key === 'Escape') draft.revert();
        }}
      />
      {problem !== undefined && draft.error === undefined && <ProblemNote problem={problem} />}
    </div>
  );
}

const mono = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

function contains(option: unknown, search: string): boolean {
  const label = typeof option === 'object' && option !== null && 'label' in option ? String(option.label) : '';
  return label.toLowerCase().includes(search.toLowerCase().trim());
}
