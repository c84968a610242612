import { ensureSyntaxTree } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import type { EditorState } from '@codemirror/state';
import { javascriptNames } from '#shared/steps/javascriptNames.ts';
import type { NameInScope } from './nameInScope.ts';

/**
 * Names in the text that nothing gives: JavaScript will throw a ReferenceError when it comes to them. A name that the text itself
 * declares anywhere, as a parameter or a variable, counts as known everywhere in it: no alarm is better than a false one.
 */
export function unknownNames(state: EditorState, names: readonly NameInScope[]): Diagnostic[] {
  const tree = ensureSyntaxTree(state, state.doc.length, 50);
  if (tree === null) return [];
  const textOf = ({ from, to }: { from: number; to: number }): string => state.doc.sliceString(from, to);
  const used: { from: number; to: number; name: string }[] = [];
  const declared = new Set<string>();
  let isBroken = false;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) isBroken = true;
      if (node.name === 'VariableDefinition') declared.add(textOf(node));
      // `{ name }` is `{ name: name }`.
      const { parent } = node.node;
      const isShorthand = node.name === 'PropertyDefinition' && parent?.firstChild?.to === parent?.lastChild?.to;
      if (node.name !== 'VariableName' && !isShorthand) return;
      // `typeof name` asks whether there is one.
      const isAsked = parent?.name === 'UnaryExpression' && node.node.prevSibling?.name === 'typeof';
      if (!isAsked) used.push({ from: node.from, to: node.to, name: textOf(node) });
    },
  });
  // While something is missing, what is read is not what will be meant.
  if (isBroken) return [];
  return used.flatMap(({ from, to, name }): Diagnostic[] => {
    if (declared.has(name) || javascriptNames.has(name)) return [];
    const known = names.filter((one) => one.name === name);
    if (known.some(({ isEmpty }) => isEmpty !== true)) return [];
    const message =
      known.length > 0
        ? `No step before this one gives “${name}”: it is undefined here.`
        : `There is no “${name}” here.${nearest(name, names)}`;
    return [{ from, to, severity: 'warning', message }];
  });
}

/** ` Do you mean “data”?` for `dta`. */
function nearest(name: string, names: readonly NameInScope[]): string {
  const best = names
    .filter(({ isEmpty }) => isEmpty !== true)
    .map((one) => ({ name: one.name, far: distance(name.toLowerCase(), one.name.toLowerCase()) }))
    .toSorted((a, b) => a.far - b.far)[0];
  return best !== undefined && best.far <= Math.max(1, Math.floor(best.name.length / 3))
    ? ` Do you mean “${best.name}”?`
    : '';
}

/** How many letters must be changed, added or left out (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
