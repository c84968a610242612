/**
 * Who is told of so much that it would take the page too long in one go: the first `perTurn` of each list at once, the others in
 * the turns after. What changes again while it waits is told once. `later` runs something in a turn of its own.
 */
export function tellInTurns<T>(
  perTurn: number,
  tell: (item: T) => void,
  later: (run: () => void) => void = setTimeout,
): (items: readonly T[]) => void {
  const waiting = new Set<T>();
  let isUnderWay = false;
  const tellNow = (items: readonly T[]): void => {
    for (const item of items) {
      waiting.delete(item);
      tell(item);
    }
  };
  const tellMore = (): void => {
    tellNow([...waiting].slice(0, perTurn));
    isUnderWay = waiting.size > 0;
    if (isUnderWay) later(tellMore);
  };
  return (items) => {
    tellNow(items.slice(0, perTurn));
    for (const item of items.slice(perTurn)) waiting.add(item);
    if (isUnderWay || waiting.size === 0) return;
    isUnderWay = true;
    later(tellMore);
  };
}
