import type { TrialResult } from '#shared/ipc.ts';
import type { Json } from '#shared/json.ts';
import { useAccess } from '../flow/accessStore.ts';
import type { NameInScope } from '../ui/nameInScope.ts';
import classes from './TriedLine.module.css';
import { useTrial, type Tried } from './useTrial.ts';

interface TriedLineProps {
  text: string;
  names: readonly NameInScope[];
  syntax?: 'expression' | 'template';
  /** Whether somebody is writing the text: then its result is said aloud, too. */
  isActive: boolean;
}

/** What an expression gives on the last message of its handler, or what goes wrong and where. */
export function TriedLine(props: TriedLineProps) {
  // Whoever has the link that only shows cannot ask the runner for anything.
  return useAccess(({ link }) => link) ? null : <TriedText {...props} />;
}

function TriedText({ text, names, syntax = 'expression', isActive }: TriedLineProps) {
  const tried = useTrial({ text, names, syntax });
  const said = tried === undefined ? undefined : wordsOf(tried);
  return (
    <div className={classes.line} data-tone={said?.tone} aria-live={isActive ? 'polite' : 'off'} data-testid="tried">
      {said !== undefined && (
        <>
          <span className={classes.mark} aria-hidden>
            {said.tone === 'value' ? '=' : said.tone === 'error' ? '×' : '·'}
          </span>
          <code className={classes.text} title={said.text} data-words={said.tone !== 'value' || undefined}>
            {said.text}
          </code>
        </>
      )}
    </div>
  );
}

interface Said {
  tone: 'value' | 'error' | 'note';
  text: string;
}

function wordsOf(tried: Tried): Said | undefined {
  switch (tried.ok) {
    case 'unknown': {
      const text = `“${tried.name}” is not known yet: send a message, or write it into the sample above.`;
      return { tone: 'note', text };
    }
    case 'tooLarge':
      return { tone: 'note', text: 'The last message is too large to try this on. Write a smaller sample.' };
    case false:
      return { tone: 'note', text: tried.problem.message };
    case true:
      return resultWords(tried);
  }
}

function resultWords({ value, error }: TrialResult): Said {
  if (error === undefined) return { tone: 'value', text: value === undefined ? 'undefined' : valueText(value) };
  const { line = 1, column } = error;
  const where = column === undefined ? '' : `, ${line === 1 ? 'at' : `line ${line},`} character ${column}`;
  return { tone: 'error', text: `${error.message}${where}` };
}

const oneLine = 60;

function valueText(value: Json): string {
  const short = JSON.stringify(value);
  return short.length <= oneLine ? short : JSON.stringify(value, undefined, 2);
}
