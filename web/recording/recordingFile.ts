import type { Recording } from '#shared/recording/recording.ts';
import { download, fileName } from '../flows/flowFile.ts';
import { useNotices } from '../ui/notices.ts';
import { recordingPage } from './file/recordingPage.ts';

/** `order-saga.patchbay-recording.json` */
export function saveRecordingFile(recording: Recording): void {
  const content = new Blob([`${JSON.stringify(recording)}\n`], { type: 'application/json' });
  download(fileName(recording.flow, 'patchbay-recording.json'), content);
}

/** `order-saga.patchbay-recording.html`: the recording with all that it takes to look at it. */
export async function saveRecordingPage(recording: Recording): Promise<void> {
  try {
    const response = await fetch('/recording-page.html');
    if (!response.ok) throw new Error('it has not been built. Type: npm run build');
    const page = recordingPage(await response.text(), recording);
    download(fileName(recording.flow, 'patchbay-recording.html'), new Blob([page], { type: 'text/html' }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    useNotices.getState().say('bad', `The page could not be made: ${why}`);
  }
}

/** `order-saga.spec.ts`: a test for Playwright that sends the same, and expects what came of it. */
export async function saveRecordingTest(recording: Recording): Promise<void> {
  const { playwrightTest } = await import('#shared/recording/playwright/playwrightTest.ts');
  download(fileName(recording.flow, 'spec.ts'), new Blob([playwrightTest(recording)], { type: 'text/plain' }));
}
