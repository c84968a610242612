import { useNotices } from '../ui/notices.ts';
import { viewRecordingText } from './viewRecording.ts';

/** The largest file that is read at all. */
const maxBytes = 80_000_000;

/** Asks for a file, and shows the recording in it: as JSON, or as the page that one was saved as. */
export function openRecordingFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,.html';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void takeRecordingFile(file);
  });
  input.click();
}

export async function takeRecordingFile(file: File): Promise<void> {
  const { say } = useNotices.getState();
  if (file.size > maxBytes) {
    say('bad', `${file.name} is larger than 80 MB. Choose a recording that Patchbay has made.`);
    return;
  }
  try {
    const text = await file.text();
    viewRecordingText(/\.html?$/i.test(file.name) ? inPage(text) : text, file.name);
  } catch {
    say('bad', `${file.name} could not be read. Check that you may open it, and try again.`);
  }
}

/** What a page that is a recording holds. Nothing of it is run. */
const inPage = (page: string): string =>
  new DOMParser().parseFromString(page, 'text/html').querySelector('#patchbay-recording')?.textContent ?? '';
