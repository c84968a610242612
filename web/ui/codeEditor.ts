import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from '@codemirror/commands';
import { javascriptLanguage, localCompletionSource } from '@codemirror/lang-javascript';
import { bracketMatching, LanguageSupport } from '@codemirror/language';
import { linter, type Diagnostic } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { codeTheme } from './codeTheme.ts';
import type { NameInScope } from './nameInScope.ts';
import { completeNames } from './completeNames.ts';
import { syntaxMistakes } from './syntaxMistakes.ts';
import { unknownNames } from './unknownNames.ts';

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  label: string;
  syntax: 'expression' | 'literal';
  placeholder: string;
  /** Marks names that are not among `names`. */
  checksNames: boolean;
  names: () => readonly NameInScope[];
  onChange: (text: string) => void;
  onCommit: () => void;
  onRevert: () => void;
}

export interface RunningEditor {
  /** Takes over a text from outside; the same text moves no cursor. */
  setText: (text: string) => void;
  close: () => void;
}

const expressionLanguage = javascriptLanguage.configure({ top: 'SingleExpression' });

/** A CodeMirror made for one expression: a line that grows, completion of the names in scope, the mistake underlined. */
export function startEditor(options: EditorOptions): RunningEditor {
  let isFromOutside = false;
  const completions = options.syntax === 'expression' ? [completeNames(options.names), localCompletionSource] : [];
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        // Enter takes a completion while the list is open, and hands the text over otherwise.
        Prec.highest(keymap.of(commitKeys(options))),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        history(),
        drawSelection(),
        closeBrackets(),
        bracketMatching(),
        autocompletion({ override: completions, icons: false }),
        new LanguageSupport(expressionLanguage),
        linter(({ state }) => mistakes(state, options), { delay: 250 }),
        EditorView.lineWrapping,
        // The tab stop is there anyway, but a checker has to see it.
        EditorView.contentAttributes.of({ 'aria-label': options.label, autocapitalize: 'off', tabindex: '0' }),
        placeholder(options.placeholder),
        codeTheme,
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !isFromOutside) options.onChange(update.state.doc.toString());
        }),
        EditorView.domEventHandlers({ blur: () => options.onCommit() }),
      ],
    }),
  });
  return {
    setText: (text) => {
      const present = view.state.doc.toString();
      if (text === present) return;
      isFromOutside = true;
      view.dispatch({ changes: { from: 0, to: present.length, insert: text } });
      isFromOutside = false;
    },
    close: () => view.destroy(),
  };
}

function mistakes(state: EditorState, { checksNames, names }: EditorOptions): Diagnostic[] {
  return [...syntaxMistakes(state), ...(checksNames ? unknownNames(state, names()) : [])];
}

function commitKeys({ onCommit, onRevert }: EditorOptions) {
  const whenClosed = (view: EditorView, act: () => void): boolean => {
    if (completionStatus(view.state) === 'active') return false;
    act();
    return true;
  };
  return [
    {
      key: 'Enter',
      run: (view: EditorView) => {
        // A list that has only just come up is not what Enter was meant for, and takes nothing.
        if (!acceptCompletion(view)) onCommit();
        return true;
      },
    },
    { key: 'Shift-Enter', run: insertNewlineAndIndent },
    { key: 'Escape', run: (view: EditorView) => whenClosed(view, onRevert) },
  ];
}
