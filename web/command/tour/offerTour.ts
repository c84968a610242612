import { openDialog } from '../commandStore.ts';

const key = 'patchbay-tour';

/** Opens the tour for who comes for the first time, once. */
export function offerTour(): void {
  try {
    if (localStorage.getItem(key) !== null) return;
    localStorage.setItem(key, 'offered');
  } catch {
    // Without storage it would come again with every visit.
    return;
  }
  openDialog('tour');
}
