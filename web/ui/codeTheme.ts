import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** CodeMirror in the page's colours. `light-dark` follows the colour scheme without a second theme. */
const look = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'transparent', color: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { padding: '5px 0', fontFamily: 'inherit', caretColor: 'currentColor', lineHeight: '18px' },
  '.cm-line': { padding: '0 9px' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '18px', maxHeight: '220px', overflow: 'auto' },
  '.cm-cursor': { borderLeftColor: 'currentColor' },
  '.cm-placeholder': { color: 'var(--mantine-color-dimmed)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#cfe3fb, #24456b)',
  },
  '.cm-tooltip': {
    backgroundColor: 'light-dark(#fff, var(--mantine-color-dark-6))',
    border: '1px solid light-dark(var(--mantine-color-gray-3), var(--mantine-color-dark-4))',
    borderRadius: '6px',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '12px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--mantine-primary-color-filled)',
    color: '#fff',
  },
  '.cm-completionDetail': {
    fontStyle: 'normal',
    fontFamily: 'var(--mantine-font-family)',
    opacity: '0.85',
    marginLeft: '12px',
  },
  '.cm-diagnostic': { fontFamily: 'var(--mantine-font-family)', padding: '4px 8px' },
});

const colors = HighlightStyle.define([
  { tag: [tags.string, tags.special(tags.string)], color: 'light-dark(#0b6b3a, #8ce99a)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#8a4b00, #ffc078)' },
  { tag: tags.keyword, color: 'light-dark(#8227a8, #e599f7)' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'light-dark(#1a5fb4, #91c9ff)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'light-dark(#5f3dc4, #b8a9ff)' },
  { tag: tags.invalid, color: 'var(--mantine-color-error)' },
]);

export const codeTheme = [look, syntaxHighlighting(colors)];
