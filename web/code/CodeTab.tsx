import { lazy, Suspense } from 'react';
import type { CodeSelection } from '#shared/code/codeFor.ts';

/** Generator and CodeMirror come when somebody wants to see code. */
const CodePanel = lazy(() => import('./CodePanel.tsx').then((file) => ({ default: file.CodePanel })));

/** What the Code tab of the inspector holds. */
export function CodeTab({ selection }: { selection: CodeSelection }) {
  return (
    <Suspense>
      <CodePanel selection={selection} />
    </Suspense>
  );
}
