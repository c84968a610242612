import type { Recording } from '#shared/recording/recording.ts';
import { download, fileName } from '../flows/flowFile.ts';

/** `order-saga.patchbay-recording.json` */
export function saveRecordingFile(recording: Recording): void {
  const content = new Blob([`${JSON.stringify(recording)}\n`], { type: 'application/json' });
  download(fileName(recording.flow, 'patchbay-recording.json'), content);
}
