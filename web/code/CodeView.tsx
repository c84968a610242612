import { useEffect, useEffectEvent, useRef } from 'react';
import { startViewer, type RunningViewer, type ViewedCode } from './codeViewer.ts';

interface CodeViewProps extends ViewedCode {
  className?: string | undefined;
}

/** Highlighted code to read. */
export function CodeView({ className, text, path, label, hasNumbers, find }: CodeViewProps) {
  const parent = useRef<HTMLDivElement>(null);
  const viewer = useRef<RunningViewer>(undefined);
  const code = useEffectEvent((): ViewedCode => ({ text, path, label, hasNumbers, find }));

  useEffect(() => {
    if (parent.current === null) return;
    const started = startViewer(parent.current, code());
    viewer.current = started;
    return () => {
      viewer.current = undefined;
      started.close();
    };
  }, []);

  useEffect(() => viewer.current?.show({ text, path, label, hasNumbers, find }), [text, path, label, hasNumbers, find]);

  return <div ref={parent} className={className} />;
}
