import { JsonText } from '../ui/JsonText.tsx';
import classes from './Xray.module.css';
import type { Xray as XrayOf } from './xray.ts';

/** The stages of an exception side by side, as many as there is room for, and in words what became of it. */
export function Xray({ xray }: { xray: XrayOf }) {
  return (
    <div className={classes.frame}>
      <p className={classes.verdict}>{xray.verdict}</p>
      {xray.hint !== undefined && <p className={classes.note}>{xray.hint}</p>}
      <ol className={classes.stages}>
        {xray.stages.map(({ title, value, note, isLost }) => (
          <li key={title} className={classes.stage} data-lost={isLost}>
            <h5 className={classes.title}>{title}</h5>
            <JsonText label={title} value={value} />
            {isLost && <p className={classes.lost}>Its text is gone here.</p>}
            {note !== undefined && <p className={classes.note}>{note}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}
