import { useComputedColorScheme } from '@mantine/core';

/** Light or dark, as it is shown right now. */
export const useScheme = (): 'light' | 'dark' => useComputedColorScheme('dark', { getInitialValueInEffect: false });
