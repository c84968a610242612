import { useEffect, useEffectEvent, useRef } from 'react';
import { startEditor, type RunningEditor } from './codeEditor.ts';
import type { NameInScope } from './nameInScope.ts';

export interface ExpressionEditorProps {
  label: string;
  text: string;
  names: readonly NameInScope[];
  checksNames: boolean;
  syntax: 'expression' | 'literal';
  placeholder: string;
  onChange: (text: string) => void;
  onCommit: () => void;
  onRevert: () => void;
}

/** The CodeMirror side of an ExpressionField; the only reason for a file of its own is that it is loaded late. */
export function ExpressionEditor(props: ExpressionEditorProps) {
  const { label, text, syntax, placeholder, checksNames } = props;
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<RunningEditor>(undefined);
  const change = useEffectEvent((next: string) => props.onChange(next));
  const commit = useEffectEvent(() => props.onCommit());
  const revert = useEffectEvent(() => props.onRevert());
  const names = useEffectEvent(() => props.names);
  const firstText = useEffectEvent(() => text);

  useEffect(() => {
    if (parent.current === null) return;
    const started = startEditor({
      parent: parent.current,
      text: firstText(),
      label,
      syntax,
      placeholder,
      checksNames,
      names: () => names(),
      onChange: (next) => change(next),
      onCommit: () => commit(),
      onRevert: () => revert(),
    });
    editor.current = started;
    return () => {
      editor.current = undefined;
      started.close();
    };
  }, [label, syntax, placeholder, checksNames]);

  useEffect(() => editor.current?.setText(text), [text]);

  return <div ref={parent} />;
}
