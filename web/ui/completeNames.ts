import {
  pickedCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorView } from '@codemirror/view';
import { membersOf, pathBefore, type Member } from './membersOf.ts';
import type { NameInScope } from './nameInScope.ts';
import { shortValue } from './shortValue.ts';

/** Completes the names in scope, and behind a dot the properties that are known of them, each with what it was lately. */
export function completeNames(names: () => readonly NameInScope[]) {
  return (context: CompletionContext): CompletionResult | null => {
    if (isInText(context)) return null;
    const { text, from } = context.state.doc.lineAt(context.pos);
    const before = pathBefore(text.slice(0, context.pos - from));
    if (before !== undefined) {
      const options = membersOf(names(), before.path).map((member) => memberOption(member, before.optional));
      if (options.length === 0) return null;
      return { from: context.pos - before.typed.length, options, validFor: /^[\w$]*$/ };
    }
    // Behind a dot nothing is in scope.
    const word = context.matchBefore(/\.?[A-Za-z_$][\w$]*/);
    if (word?.text.startsWith('.') === true || (word === null && !context.explicit)) return null;
    return {
      from: word?.from ?? context.pos,
      options: [...nameOptions(names()), ...globalOptions],
      validFor: /^[\w$]*$/,
    };
  };
}

function nameOptions(names: readonly NameInScope[]): Completion[] {
  const last = new Map(names.filter(({ isEmpty }) => isEmpty !== true).map((name) => [name.name, name]));
  return [...last.values()].map(({ name, detail, value }) => ({
    label: name,
    detail: value === undefined ? detail : shortValue(value),
    boost: 1,
  }));
}

/** What of JavaScript itself one needs in an expression. */
const globalOptions: Completion[] = [
  'Math',
  'JSON',
  'Object',
  'Array',
  'String',
  'Number',
  'undefined',
  'null',
  'true',
  'false',
].map((label) => ({ label, boost: -1 }));

function memberOption({ name, value, detail }: Member, optional: boolean): Completion {
  const option = { label: name, detail: detail ?? (value === undefined ? '' : shortValue(value)) };
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return option;
  const insert = `[${JSON.stringify(name).replaceAll('"', "'")}]`;
  return {
    ...option,
    // `headers.content-type` is a subtraction: the dot becomes brackets, but `?.` stays before them.
    apply: (view: EditorView, completion: Completion, ...[from, to]: [number, number]) => {
      const start = optional ? from : from - 1;
      view.dispatch({
        changes: { from: start, to, insert },
        selection: { anchor: start + insert.length },
        annotations: pickedCompletion.of(completion),
      });
    },
  };
}

function isInText({ state, pos }: CompletionContext): boolean {
  const { name } = syntaxTree(state).resolveInner(pos, -1);
  return name === 'String' || name === 'TemplateString' || name === 'LineComment' || name === 'BlockComment';
}
