import type { Json } from '#shared/json.ts';
import { CopyIcon } from './CopyIcon.tsx';
import classes from './JsonText.module.css';

interface JsonTextProps {
  value: Json | undefined;
  label: string;
  /** The value is only the beginning of its own JSON, as a text. */
  isCut?: boolean;
  /** As it goes over the wire: in one line, as short as it can be. */
  isRaw?: boolean;
}

/** A value as readable JSON that can be copied; a text that was cut is shown as it is. */
export function JsonText({ value, label, isCut = false, isRaw = false }: JsonTextProps) {
  const text = textOf(value, isCut, isRaw);
  return (
    <div className={classes.frame}>
      <pre className={classes.text} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      {value !== undefined && (
        <div className={classes.copy}>
          <CopyIcon text={text} label={`Copy ${label}`} />
        </div>
      )}
    </div>
  );
}

function textOf(value: Json | undefined, isCut: boolean, isRaw: boolean): string {
  if (value === undefined) return 'nothing';
  return isCut && typeof value === 'string' ? `${value}…` : JSON.stringify(value, undefined, isRaw ? 0 : 2);
}
