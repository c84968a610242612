import { ensureSyntaxTree } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import type { EditorState } from '@codemirror/state';

/** The first place where the text stops being one JavaScript expression, while it is being typed; the runner has the last word. */
export function syntaxMistakes(state: EditorState): Diagnostic[] {
  const length = state.doc.length;
  if (state.doc.toString().trim() === '') return [];
  const tree = ensureSyntaxTree(state, length, 50);
  let at: { from: number; to: number } | undefined;
  tree?.iterate({
    enter: (node) => {
      if (node.type.isError && at === undefined) at = { from: node.from, to: node.to };
    },
  });
  if (at === undefined) return [];
  // An error node at a missing token is empty: widen it to something that can be seen.
  const from = Math.max(0, Math.min(at.from, length - 1));
  const to = Math.min(length, Math.max(at.to, from + 1));
  const message = at.from >= length ? 'Something is missing at the end.' : 'JavaScript does not expect this here.';
  return [{ from, to, severity: 'error', message }];
}
