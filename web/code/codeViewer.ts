import { javascript } from '@codemirror/lang-javascript';
import { Compartment, EditorState, type Extension, type StateEffect } from '@codemirror/state';
import { drawSelection, EditorView, lineNumbers } from '@codemirror/view';
import { codeTheme } from '../ui/codeTheme.ts';

export interface ViewedCode {
  text: string;
  /** Decides the colours by its ending. */
  path: string;
  label: string;
  /** With numbers before the lines. */
  hasNumbers: boolean;
  /** What is looked for: the first of it is marked and scrolled to. */
  find: string;
}

export interface RunningViewer {
  show: (code: ViewedCode) => void;
  close: () => void;
}

const wholeHeight = EditorView.theme({
  '.cm-scroller': { maxHeight: 'none !important' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--mantine-color-dimmed)',
    border: 'none',
    fontFamily: 'inherit',
  },
});

/** A CodeMirror to read and to copy from; it takes over changed text without losing the place. */
export function startViewer(parent: HTMLElement, first: ViewedCode): RunningViewer {
  const changing = new Compartment();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: first.text,
      extensions: [
        EditorState.readOnly.of(true),
        // Without a caret, but still to be reached and scrolled by keys.
        EditorView.editable.of(false),
        drawSelection(),
        codeTheme,
        wholeHeight,
        changing.of(ofCode(first)),
      ],
    }),
  });
  const find = (code: ViewedCode): void => {
    const effects = scrollTo(view, code);
    if (effects !== undefined) view.dispatch(effects);
  };
  find(first);
  return {
    show: (code) => {
      const present = view.state.doc.toString();
      view.dispatch({
        effects: changing.reconfigure(ofCode(code)),
        ...(present === code.text ? {} : { changes: { from: 0, to: present.length, insert: code.text } }),
      });
      find(code);
    },
    close: () => view.destroy(),
  };
}

function scrollTo(
  { state }: EditorView,
  { text, find }: ViewedCode,
): { selection: { anchor: number; head: number }; effects: StateEffect<unknown> } | undefined {
  const wanted = find.trim().toLowerCase();
  const anchor = wanted === '' ? -1 : text.toLowerCase().indexOf(wanted);
  const head = anchor + wanted.length;
  if (anchor === -1 || head > state.doc.length) return undefined;
  return { selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) };
}

function ofCode({ path, label, hasNumbers }: ViewedCode): Extension {
  return [
    /\.(ts|js)$/.test(path) ? javascript({ typescript: true }) : path.endsWith('.json') ? javascript() : [],
    hasNumbers ? lineNumbers() : [],
    EditorView.contentAttributes.of({ 'aria-label': label, role: 'textbox', 'aria-readonly': 'true', tabindex: '0' }),
  ];
}
