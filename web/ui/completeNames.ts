import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { NameInScope } from './nameInScope.ts';

/** Completes the names in scope, and behind a dot the members that are known of them. */
export function completeNames(names: () => readonly NameInScope[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const member = context.matchBefore(/([A-Za-z_$][\w$]*)\.[\w$]*/);
    if (member !== null) {
      const [owner = ''] = member.text.split('.');
      const members = names().find(({ name }) => name === owner)?.members ?? [];
      const from = member.from + owner.length + 1;
      return members.length === 0 ? null : { from, options: members.map((label) => ({ label })), validFor: /^[\w$]*$/ };
    }
    const word = context.matchBefore(/[A-Za-z_$][\w$]*/);
    if (word === null && !context.explicit) return null;
    const options = names().map(({ name, detail }) => ({ label: name, detail }));
    return { from: word?.from ?? context.pos, options, validFor: /^[\w$]*$/ };
  };
}
