import type { Recording } from '#shared/recording/recording.ts';
import { recordingElement } from './recordingElement.ts';

const place = `<script type="application/json" id="${recordingElement}">null</script>`;

/**
 * A whole page, with this recording inside.
 *
 * @param template dist/web/recording-page.html
 */
export function recordingPage(template: string, recording: Recording): string {
  const [before, after] = [template.indexOf(place), template.indexOf(place) + place.length];
  if (before < 0) throw new Error('This is no page for a recording: build Patchbay anew.');
  const data = place.replace('null', () => asScriptText(recording));
  const title = `<title>${asText(recording.flow.name)} · Patchbay recording</title>`;
  const page = `${template.slice(0, before)}${data}${template.slice(after)}`;
  return page.replace(/<title>[^<]*<\/title>/, () => title);
}

/** JSON that ends no script element, and no line of one, whatever texts are in it. */
export const asScriptText = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');

const asText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
