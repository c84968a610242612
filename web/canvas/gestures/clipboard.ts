import { useFlowStore } from '../../flow/flowStore.ts';
import { useSelectionStore } from '../../flow/selectionStore.ts';
import { useNotices } from '../../ui/notices.ts';
import { isTyping } from '../../ui/isTyping.ts';
import { canvasView } from '../canvasView.ts';
import { selectionWithMembers } from '../groups/groupActions.ts';
import { removeSelected } from './selected.ts';
import { clipOf } from './clip.ts';
import { takeText } from './takeText.ts';

/** What is selected, as the text that goes on the system's clipboard: a flow like any file, so it can be pasted anywhere. */
function selectedText(): string | undefined {
  const clip = clipOf(useFlowStore.getState().flow, selectionWithMembers());
  return clip === undefined ? undefined : `${JSON.stringify(clip, null, 2)}\n`;
}

const pasteAt = (): { x: number; y: number } => canvasView().pointer() ?? canvasView().middle();

/** Ctrl C, X and V, and whatever else makes the browser copy and paste: between windows and playgrounds, through the system. */
export function startClipboard(): () => void {
  const copy = (event: ClipboardEvent): void => {
    const isText = isTyping(event.target) || window.getSelection()?.isCollapsed === false;
    const text = isText ? undefined : selectedText();
    if (text === undefined || event.clipboardData === null) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
    if (event.type === 'cut') cutAway();
  };
  const paste = (event: ClipboardEvent): void => {
    if (isTyping(event.target) || event.clipboardData === null) return;
    event.preventDefault();
    takeText(event.clipboardData.getData('text/plain'), pasteAt());
  };
  window.addEventListener('copy', copy);
  window.addEventListener('cut', copy);
  window.addEventListener('paste', paste);
  return () => {
    window.removeEventListener('copy', copy);
    window.removeEventListener('cut', copy);
    window.removeEventListener('paste', paste);
  };
}

/** A group goes with what was copied of it: all that stands in it. */
function cutAway(): void {
  useSelectionStore.getState().selectAll(selectionWithMembers());
  removeSelected();
}

/** The same from a menu, where the browser has to be asked. */
export async function copySelected(): Promise<boolean> {
  const text = selectedText();
  if (text === undefined) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    useNotices.getState().say('bad', 'The browser does not let the page copy from here. Press Ctrl C instead.');
    return false;
  }
}

export async function cutSelected(): Promise<void> {
  if (await copySelected()) cutAway();
}

export async function pasteFromMenu(at = pasteAt()): Promise<void> {
  try {
    takeText(await navigator.clipboard.readText(), at);
  } catch {
    useNotices.getState().say('bad', 'The browser does not let the page read the clipboard. Press Ctrl V instead.');
  }
}
