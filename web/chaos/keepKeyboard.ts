/** A button that is gone with what it did leaves the keyboard nowhere: this gives it to what stands in its place then, unless somebody has taken it. */
export function keepKeyboard(heir: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => {
    const active = document.activeElement;
    if (active === null || active === document.body) heir()?.focus();
  });
}
