import { createTheme } from '@mantine/core';

/** The look of everything: Inter for words, JetBrains Mono for code. Surfaces are in theme.css. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", Inter, system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace',
  primaryColor: 'blue',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
});
