// The page that a saved recording is: everything in one file, opened from a disk, without any server.
import './fonts.css';
import '../../ui/mantine.css';
import '../../ui/theme.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { parseRecording } from '#shared/recording/recording.ts';
import { theme } from '../../ui/theme.ts';
import { Viewer } from '../viewer/Viewer.tsx';
import { recordingElement } from './recordingElement.ts';

function Page() {
  const parsed = parseRecording(JSON.parse(document.getElementById(recordingElement)?.textContent ?? 'null'));
  if (!parsed.ok) return <p role="alert">{parsed.problem.message}</p>;
  return <Viewer recording={parsed.value} />;
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Page />
    </MantineProvider>
  </StrictMode>,
);
