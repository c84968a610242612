import { useFlowStore } from '../../flow/flowStore.ts';
import { download, fileName } from '../../flows/flowFile.ts';
import { useNotices } from '../../ui/notices.ts';
import { canvasPicture, pngOf } from './canvasPicture.ts';

/** Gives the drawing as a file. */
export async function savePicture(kind: 'png' | 'svg'): Promise<void> {
  const { flow } = useFlowStore.getState();
  const { say } = useNotices.getState();
  const picture = await canvasPicture(flow.name);
  if (picture === undefined) {
    say('info', 'There is nothing to take a picture of yet: draw a service first.');
    return;
  }
  const content = kind === 'svg' ? new Blob([picture.svg], { type: 'image/svg+xml' }) : await pngOf(picture);
  download(fileName(flow, kind), content);
}
