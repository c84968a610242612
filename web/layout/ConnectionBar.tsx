import { useConnectionStore } from '../connection/connectionStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import classes from './ConnectionBar.module.css';

/** Says plainly when what is shown is not live. */
export function ConnectionBar() {
  const state = useConnectionStore((connection) => connection.state);
  const runner = useFlowStore(({ status }) => status?.runner);
  const open = useFlowStore(({ pending }) => pending.length);
  const unsaved = useFlowStore((flow) => flow.unsaved?.message);
  const text = barText(state, runner, open) ?? unsavedText(unsaved, open);
  return text === undefined ? null : (
    <div className={classes.bar} role="status">
      {text}
    </div>
  );
}

function unsavedText(why: string | undefined, open: number): string | undefined {
  if (why === undefined || open === 0) return undefined;
  const waiting = open === 1 ? '1 change of yours waits' : `${open} changes of yours wait`;
  return `${why} ${waiting} on this page and will be saved as soon as that works.`;
}

function barText(connection: string, runner: string | undefined, open: number): string | undefined {
  if (connection === 'reconnecting') {
    const waiting =
      open === 0
        ? ''
        : open === 1
          ? ' 1 change of yours waits to be sent.'
          : ` ${open} changes of yours wait to be sent.`;
    return `The connection to the server is lost; reconnecting.${waiting}`;
  }
  if (runner === 'restarting')
    return 'The runner of this playground ended and is being restarted; your drawing is safe.';
  if (runner === 'down')
    return 'The runner of this playground keeps ending, so it was not restarted. Change the drawing to try again.';
  return undefined;
}
