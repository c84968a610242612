import { JsonText } from '../ui/JsonText.tsx';
import classes from './Xray.module.css';
import type { XrayStage } from './xray.ts';

/** The stages of an exception side by side; one below the other where there is no room. */
export function Xray({ stages }: { stages: readonly XrayStage[] }) {
  return (
    <ol className={classes.stages}>
      {stages.map(({ title, value, note }) => (
        <li key={title} className={classes.stage}>
          <h5 className={classes.title}>{title}</h5>
          <JsonText label={title} value={value} />
          {note !== undefined && <p className={classes.note}>{note}</p>}
        </li>
      ))}
    </ol>
  );
}
