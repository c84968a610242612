import { useEffect } from 'react';
import { useAccess } from '../flow/accessStore.ts';

/** Below this width there is no room to draw: the page shows and plays. */
const phoneQuery = '(max-width: 640px)';

/** Keeps the page read-only on a small screen, also when it is turned. */
export function usePhone(): void {
  useEffect(() => {
    const query = window.matchMedia(phoneQuery);
    const look = (): void => useAccess.getState().set('phone', query.matches);
    look();
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
}
