/** Whether a key belongs to what has the keyboard: a field, an editor, a dialog, a menu. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, .cm-editor, [role="dialog"], [role="listbox"], [role="menu"]') !== null
  );
}
