import { Brand } from './Brand.tsx';
import classes from './Header.module.css';

/** The header until it has been loaded: as large as it will be, and what does not change is there. */
export function HeaderPlace({ isPhone }: { isPhone: boolean }) {
  return (
    <header className={classes.header}>
      <div className={classes.part}>{!isPhone && <Brand />}</div>
    </header>
  );
}
