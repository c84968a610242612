/**
 * The page that a recording is saved as: the viewer with all that it needs, in one HTML file. The app puts the recording in.
 *
 *   web/recording/file/main.tsx ── vite, one chunk ──▶ <style> and <script> in dist/web/recording-page.html
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { build, type Plugin, type Rolldown } from 'vite';
import { hashOfScript } from '../../server/http/inlineScripts.ts';
import { firstScheme } from './firstScheme.ts';
import { at } from './paths.ts';

const huge = 100_000_000;

/** There is no server to ask, and nothing to change: what only does that is not in the file. */
const instead = new Map(
  Object.entries({
    'web/connection/connection.ts': 'web/recording/file/noConnection.ts',
    'web/canvas/tidy/layoutInWorker.ts': 'web/recording/file/leftOut.ts',
    'web/ui/ExpressionEditor.tsx': 'web/recording/file/leftOut.ts',
  }).map(([left, taken]) => [at(left), at(taken)]),
);

const leaveOut: Plugin = {
  name: 'leave out what a recording has no use for',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (!source.startsWith('.')) return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return found === null ? null : instead.get(found.id);
  },
};

export async function buildRecordingPage(): Promise<void> {
  const built = await build({
    configFile: at('vite.config.ts'),
    logLevel: 'warn',
    publicDir: false,
    plugins: [leaveOut],
    build: {
      write: false,
      emptyOutDir: false,
      cssCodeSplit: false,
      assetsInlineLimit: huge,
      modulePreload: false,
      rolldownOptions: {
        input: at('web/recording/file/main.tsx'),
        output: { format: 'es', codeSplitting: false },
      },
    },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  const styles = output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  const others = output.filter((file) => file.type === 'asset' && !file.fileName.endsWith('.css'));
  if (chunks.length !== 1 || others.length > 0) {
    throw new Error(
      `A recording's page is one file, and cannot load ${others.map(({ fileName }) => fileName).join(', ')}`,
    );
  }
  const script = chunks
    .map(({ code }) => code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--'))
    .join('');
  const style = styles.map((file) => ('source' in file ? String(file.source) : '')).join('\n');
  await mkdir(at('dist/web'), { recursive: true });
  await writeFile(at('dist/web/recording-page.html'), page(script, style));
}

/** Runs these two scripts, and loads nothing from anywhere. */
function page(script: string, style: string): string {
  const first = firstScheme();
  const policy = [
    "default-src 'none'",
    `script-src ${hashOfScript(first)} ${hashOfScript(script)}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${policy}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="dark light" />
<link rel="icon" href="data:," />
<script>${first}</script>
<title>Patchbay recording</title>
<style>${style.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<div id="root"></div>
<script type="application/json" id="patchbay-recording">null</script>
<script type="module">${script}</script>
</body>
</html>
`;
}
