import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { PeopleMarks } from '../../people/PeopleMarks.tsx';
import { OnDrawing } from '../OnDrawing.tsx';

/** What the others point at and have selected moves with the drawing; names keep their size on the screen. */
export function PeopleOverlay() {
  const ref = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  useEffect(() => {
    let last: number | undefined;
    const look = (): void => {
      const [, , zoom] = store.getState().transform;
      if (zoom === last) return;
      last = zoom;
      ref.current?.style.setProperty('--pb-zoom', String(zoom));
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return (
    <OnDrawing>
      <div ref={ref}>
        <PeopleMarks />
      </div>
    </OnDrawing>
  );
}
