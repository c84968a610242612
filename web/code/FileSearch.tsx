import { useDeferredValue, useMemo } from 'react';
import classes from './Code.module.css';
import { findFiles } from './fileTree.ts';

interface FileSearchProps {
  files: Readonly<Record<string, string>>;
  words: string;
  shown: string;
  onChoose: (path: string) => void;
}

/** The files that hold what is looked for. */
export function FileSearch({ files, words, shown, onChoose }: FileSearchProps) {
  const wanted = useDeferredValue(words);
  const hits = useMemo(() => findFiles(files, wanted), [files, wanted]);
  if (hits.length === 0) return <p className={classes.nothing}>No file holds that. Try a part of it.</p>;
  return (
    <ul className={classes.found} aria-label="Found files">
      {hits.map(({ path, line }) => (
        <li key={path}>
          <button type="button" className={classes.hit} aria-current={path === shown} onClick={() => onChoose(path)}>
            {path}
            {line !== undefined && <span className={classes.hitLine}>{line}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
