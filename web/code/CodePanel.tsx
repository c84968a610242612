import { useDeferredValue, useMemo } from 'react';
import { codeFor, type CodeExcerpt, type CodeSelection } from '#shared/code/codeFor.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { CopyIcon } from '../ui/CopyIcon.tsx';
import { Section } from '../ui/Section.tsx';
import classes from './Code.module.css';
import { CodeView } from './CodeView.tsx';
import { dedented } from './dedented.ts';
import { openExport } from './exportStore.ts';

/** The NestJS that the selected thing means, cut from the files that the export gives; it follows every edit. */
export function CodePanel({ selection }: { selection: CodeSelection }) {
  // Typing goes first: the code may come a moment later.
  const flow = useDeferredValue(useFlowStore((state) => state.flow));
  const { kind, id } = selection;
  const service = selection.kind === 'handler' ? selection.service : '';
  const excerpts = useMemo(
    () => codeFor(flow, kind === 'handler' ? { kind, service, id } : { kind, id }),
    [flow, kind, service, id],
  );
  if (excerpts.length === 0) return <p className={classes.nothing}>It has no code: it is not drawn any more.</p>;
  return excerpts.map((excerpt) => <Excerpt key={excerpt.path} excerpt={excerpt} />);
}

function Excerpt({ excerpt: { path, text } }: { excerpt: CodeExcerpt }) {
  const shown = dedented(text);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    <Section title={titleOf(name)} action={<CopyIcon text={shown} label={`Copy ${name}`} />}>
      <button type="button" className={classes.path} title="Show the whole file" onClick={() => openExport(path)}>
        {path}
      </button>
      <div className={classes.excerpt}>
        <CodeView text={shown} path={path} label={`Code of ${name}`} hasNumbers={false} find="" />
      </div>
    </Section>
  );
}

/** What a file of the project is, by its name. */
function titleOf(name: string): string {
  const kind = /([a-z]+)\.ts$/.exec(name)?.[1] ?? name;
  return kind === 'main' ? 'Start' : kind;
}
