let live: () => void = () => undefined;

/** Resolves when the drawing is seen for the first time since the page came. */
export const whenLive = new Promise<void>((resolve) => {
  live = resolve;
});

export const sayLive = (): void => live();
