import { createTheme } from '@mantine/core';

/** The look of everything: Inter for words, JetBrains Mono for code. Surfaces are in theme.css. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", Inter, system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace',
  primaryColor: 'blue',
  // White on blue, and blue on white, are readable (WCAG AA) only from here on.
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
});
