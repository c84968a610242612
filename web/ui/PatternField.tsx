import { Autocomplete, type ComboboxParsedItem } from '@mantine/core';
import { patternText, type Pattern } from '#shared/flow/pattern.ts';
import type { Problem } from '#shared/problem.ts';
import { parsePattern } from './parsePattern.ts';
import { ProblemNote } from './ProblemNote.tsx';
import { ranked } from './rank.ts';
import { useDraft } from './useDraft.ts';

export interface PatternGroup {
  group: string;
  items: readonly string[];
}

export interface PatternFieldProps {
  label?: string;
  pattern: Pattern | undefined;
  /** Patterns that make sense here, offered while typing; in groups where there are several reasons. */
  suggestions?: readonly string[] | readonly PatternGroup[];
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
        data={dataOf(suggestions)}
        // With nothing typed yet all of them are of interest, not only those that are like the present text.
        filter={({ options, search }) => (search === value ? options : options.flatMap((one) => matching(one, search)))}
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

const dataOf = (suggestions: readonly string[] | readonly PatternGroup[]) =>
  suggestions.flatMap((one): (string | { group: string; items: string[] })[] => {
    if (typeof one === 'string') return [one];
    return one.items.length === 0 ? [] : [{ group: one.group, items: [...one.items] }];
  });

/** What of an option or a group is like the text. */
function matching(option: ComboboxParsedItem, search: string): ComboboxParsedItem[] {
  if (!('group' in option)) return ranked(search, [option], ({ label }) => label);
  const items = ranked(search, option.items, ({ label }) => label);
  return items.length === 0 ? [] : [{ ...option, items }];
}
