import { CopyIcon } from '../../ui/CopyIcon.tsx';
import classes from './Address.module.css';

/** Something to type elsewhere: an address, a line for the terminal. */
export function Address({ text, what }: { text: string; what: string }) {
  return (
    <div className={classes.line}>
      <code className={classes.code} title={text}>
        {text}
      </code>
      <CopyIcon text={text} label={`Copy ${what}`} />
    </div>
  );
}
