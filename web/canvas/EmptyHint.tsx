import { placedParts } from '#shared/flow/flow.ts';
import { itemsOf } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import classes from './Canvas.module.css';

/** An empty canvas says what to do with it. */
export function EmptyHint() {
  const isEmpty = useFlowStore(
    ({ flow, session }) => session !== '' && placedParts.every((part) => Object.keys(itemsOf(flow, part)).length === 0),
  );
  if (!isEmpty) return null;
  return (
    <div className={classes.hint}>
      <p className={classes.hintText}>
        Drag a <strong>TCP service</strong> in from the left; it runs at once. Drag an <strong>HTTP gateway</strong>{' '}
        beside it and pull a wire from its right side to the service. Or open an example from the top.
      </p>
    </div>
  );
}
